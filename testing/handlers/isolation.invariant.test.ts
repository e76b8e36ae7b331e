/** I6, for every handler of the BFF: generated from the handler table, so that a handler that is added later is in it. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";

import { testDatabase } from "@/db/testing/database";
import { makeClaim } from "@/db/testing/organization";
import { useDatabase } from "@/lib/kernel/database";

import { call, cookieOf, jsonOf } from "../console";
import { addressOf, handlerTable, PUBLIC_HANDLERS, type HandlerEntry } from "./handlers";
import { fieldsOf, sampleOf } from "./samples";
import { idsOf, makeTwoTenants, reopen, STAFF_ADDRESS, type TwoTenants } from "./two-tenants";

const database = testDatabase(useDatabase);
const entries = (await handlerTable()).filter((entry) => !PUBLIC_HANDLERS.has(entry.pattern));
const accountHandlers = entries.filter((entry) => entry.pattern.startsWith("/api/accounts/[accountId]"));
const objectHandlers = accountHandlers.filter((entry) => entry.names.length > 1);
/** Those whose objects belong to people, or to two accounts at once. */
const personalHandlers = entries.filter(
  (entry) => /^\/api\/(you|transfers)\//.test(entry.pattern) && entry.names.length > 0,
);
const organizationHandlers = entries.filter((entry) => entry.pattern.startsWith("/api/organizations/"));
const titleOf = (entry: HandlerEntry): [string, HandlerEntry] => [`${entry.verb} ${entry.pattern}`, entry];

let tenants: TwoTenants;
let cookies: { owner: string; stranger: string };

beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
  cookies = {
    owner: await cookieOf(tenants.ours.people.admin),
    stranger: await cookieOf(tenants.theirs.people.admin),
  };
});

function idsFor(entry: HandlerEntry): Record<string, string> {
  return Object.fromEntries(
    entry.names.map((name) => {
      const id = idsOf(tenants, entry.pattern)[name];
      if (id === undefined) throw new Error(`testing/handlers/two-tenants.ts makes no object for [${name}]`);
      return [name, id];
    }),
  );
}

function randomIdsFor(entry: HandlerEntry): Record<string, string> {
  return Object.fromEntries(entry.names.map((name) => [name, randomUUID()]));
}

function send(entry: HandlerEntry, params: Record<string, string>, cookie: string | undefined) {
  const query = entry.handler.input.query ? sampleOf(entry.handler.input.query) : {};
  const search = new URLSearchParams(
    Object.entries(query as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
  return call(entry.handler, {
    method: entry.verb,
    path: `${addressOf(entry.pattern, params)}?${search}`,
    params,
    cookie,
    ...(entry.handler.input.body ? { json: bodyFor(entry.handler.input.body) } : {}),
  });
}

/** A sample whose ids are those of the first account's objects. */
function bodyFor(schema: z.ZodType): unknown {
  const sample = sampleOf(schema);
  const ids = fieldsOf(schema).flatMap((name) => (name in tenants.ids ? [[name, tenants.ids[name]]] : []));
  return { ...Object(sample), ...Object.fromEntries(ids) } as unknown;
}

/** The answer without what differs between any two requests. */
async function comparable(response: Response) {
  const { instance, requestId, ...body } = await jsonOf(response);
  expect([typeof instance, typeof requestId]).toEqual(["string", "string"]);
  return { status: response.status, type: response.headers.get("content-type"), body };
}

describe("a handler", () => {
  it("is found for every folder of app/api that has one", () => {
    expect(entries.length).toBeGreaterThan(8);
    expect(objectHandlers.length).toBeGreaterThan(3);
  });

  it.each(entries.map(titleOf))("%s answers nobody who is not signed in", async (_, entry) => {
    const params = Object.fromEntries(entry.names.map((name) => [name, tenants.ids[name] ?? randomUUID()]));
    for (const cookie of [undefined, "countersign.session=forged", cookies.owner.slice(0, -4)]) {
      const answer = await send(entry, params, cookie);
      expect(answer.status).toBe(401);
      expect(await jsonOf(answer)).toMatchObject({ code: "not_signed_in" });
    }
  });

  it.each(accountHandlers.map(titleOf))(
    "%s hides another account: as if there were none",
    async (_, entry) => {
      const stranger = await comparable(await send(entry, idsFor(entry), cookies.stranger));
      const nothing = await comparable(await send(entry, randomIdsFor(entry), cookies.stranger));
      expect(stranger).toEqual(nothing);
      expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
    },
  );

  it.each(objectHandlers.map(titleOf))(
    "%s hides another account's object inside one's own account",
    async (_, entry) => {
      const own = { accountId: tenants.theirs.account.id };
      const stranger = await comparable(await send(entry, { ...idsFor(entry), ...own }, cookies.stranger));
      const nothing = await comparable(
        await send(entry, { ...randomIdsFor(entry), ...own }, cookies.stranger),
      );
      expect(stranger).toEqual(nothing);
      expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
    },
  );

  it.each(personalHandlers.map(titleOf))("%s hides another person's object", async (_, entry) => {
    const stranger = await comparable(await send(entry, idsFor(entry), cookies.stranger));
    const nothing = await comparable(await send(entry, randomIdsFor(entry), cookies.stranger));
    expect(stranger).toEqual(nothing);
    expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it.each(organizationHandlers.map(titleOf))(
    "%s hides another organization: as if there were none",
    async (_, entry) => {
      const stranger = await comparable(await send(entry, idsFor(entry), cookies.stranger));
      const nothing = await comparable(await send(entry, randomIdsFor(entry), cookies.stranger));
      expect(stranger).toEqual(nothing);
      expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
      const { id: domainId } = await makeClaim(database.db, tenants.ids["organizationId"] ?? "", {
        domain: `d${randomUUID()}.example`,
      });
      const admin = await send(entry, { ...idsFor(entry), domainId }, cookies.owner);
      if (!admin.ok) expect(admin.status).toBe(409);
    },
  );

  it.each(accountHandlers.filter((entry) => entry.verb === "GET" && entry.names.length === 1).map(titleOf))(
    "%s shows nothing of another account in one's own",
    async (_, entry) => {
      const answer = await send(entry, { accountId: tenants.theirs.account.id }, cookies.stranger);
      expect(answer.status).toBe(200);
      const text = await answer.text();
      for (const secret of tenants.privateTexts) expect(text).not.toContain(secret);
    },
  );

  it.each(accountHandlers.filter((entry) => entry.verb === "GET").map(titleOf))(
    "%s still lets the owner in",
    async (_, entry) => {
      const answer = await send(entry, idsFor(entry), cookies.owner);
      expect(answer.status).toBe(200);
    },
  );

  it.each(accountHandlers.filter((entry) => entry.verb !== "GET").map(titleOf))(
    "%s still lets the owner act",
    async (_, entry) => {
      await reopen(database.db, tenants);
      const answer = await send(entry, idsFor(entry), cookies.owner);
      // The sample may meet a state that refuses it, but neither a stranger's answer nor a fault in the sample.
      if (!answer.ok) expect([409, 412]).toContain(answer.status);
    },
  );
});

describe("support's handlers", () => {
  const staffHandlers = entries.filter((entry) => STAFF_ADDRESS.test(entry.pattern));
  it.each(staffHandlers.map(titleOf))("%s does not exist for an account's admin", async (_, entry) => {
    const params = Object.fromEntries(entry.names.map((name) => [name, tenants.ids[name] ?? randomUUID()]));
    const answer = await comparable(await send(entry, params, cookies.owner));
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it("are covered", () => {
    expect(staffHandlers.length).toBeGreaterThan(5);
    const covered = [...accountHandlers, ...organizationHandlers, ...personalHandlers, ...staffHandlers];
    const rest = entries.filter((entry) => !covered.includes(entry));
    // Each of these takes no id, and speaks of the person who asks alone.
    const personal = /^\/api\/(me|sign-out|you\/[a-z-]+(\/requests(\.zip)?)?)$/;
    expect(rest.map((entry) => entry.pattern).filter((pattern) => !personal.test(pattern))).toEqual([]);
  });
});
