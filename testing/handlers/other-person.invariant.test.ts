/** A page that was made for one person never acts, or reads, as another: for every handler of the handler table. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { PAGE_OWNER_HEADER } from "@/lib/domain/people/page-owner";
import { useDatabase } from "@/lib/kernel/database";

import { call, cookieOf, jsonOf } from "../console";
import { addressOf, handlerTable, PUBLIC_HANDLERS, type HandlerEntry } from "./handlers";
import { sampleOf } from "./samples";
import { makeTwoTenants, type TwoTenants } from "./two-tenants";

const database = testDatabase(useDatabase);
const entries = (await handlerTable()).filter((entry) => !PUBLIC_HANDLERS.has(entry.pattern));
const titleOf = (entry: HandlerEntry): [string, HandlerEntry] => [`${entry.verb} ${entry.pattern}`, entry];

let tenants: TwoTenants;
let cookie: string;

beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
  cookie = await cookieOf(tenants.ours.people.admin);
});

function send(entry: HandlerEntry, pageOf: string | null) {
  const params = Object.fromEntries(entry.names.map((name) => [name, tenants.ids[name] ?? randomUUID()]));
  const { query, body } = entry.handler.input;
  const search = new URLSearchParams(
    Object.entries((query ? sampleOf(query) : {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
  return call(entry.handler, {
    method: entry.verb,
    path: `${addressOf(entry.pattern, params)}?${search}`,
    params,
    cookie,
    headers: pageOf === null ? {} : { [PAGE_OWNER_HEADER]: pageOf },
    ...(body ? { json: sampleOf(body) } : {}),
  });
}

describe("a page of somebody else", () => {
  it.each(entries.map(titleOf))("is refused by %s, and told who is signed in now", async (_, entry) => {
    const { other, admin } = tenants.ours.people;
    const answer = await send(entry, other.id);
    expect(answer.status).toBe(409);
    const problem = await jsonOf(answer);
    expect(problem).toMatchObject({ code: "other_person" });
    expect(problem["detail"]).toContain(admin.email);
  });
});

describe("a page of the person who is signed in", () => {
  const reads = entries.filter(({ verb }) => verb === "GET");

  it.each(reads.map(titleOf))("is let in by %s", async (_, entry) => {
    const answer = await send(entry, tenants.ours.people.admin.id);
    expect(await answer.text()).not.toContain("other_person");
  });

  it.each(reads.map(titleOf))("and so is a program, which has no page, by %s", async (_, entry) => {
    const answer = await send(entry, null);
    expect(await answer.text()).not.toContain("other_person");
  });
});
