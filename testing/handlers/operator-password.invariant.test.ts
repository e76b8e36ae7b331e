/** A password that the operator chose opens nothing but choosing another one: for every handler of the BFF there is. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { POST as signIn } from "@/app/api/sign-in/route";
import { POST as signOut } from "@/app/api/sign-out/route";
import { PUT as changePassword } from "@/app/api/you/password/route";
import { testDatabase } from "@/db/testing/database";
import { useDatabase } from "@/lib/kernel/database";
import { hashPassword } from "@/lib/platform/passwords/passwords";
import { setPassword } from "@/lib/provisioning/set-password";

import { call, cookieFrom, cookieOf, jsonOf } from "../console";
import { addressOf, handlerTable, PUBLIC_HANDLERS, type HandlerEntry } from "./handlers";
import { sampleOf } from "./samples";
import { makeTwoTenants, type TwoTenants } from "./two-tenants";

const OPEN = new Set(["PUT /api/you/password", "POST /api/sign-out"]);
const GIVEN = "given by the operator of it";
const CHOSEN = "purple anchor velvet mongoose";

const database = testDatabase(useDatabase);

/** The operator's command, which connects as the tables' owner. */
function operatorSets(...given: Parameters<typeof setPassword>): Promise<unknown> {
  useDatabase(database.ownerDb);
  return setPassword(...given).finally(() => useDatabase(database.db));
}
const titleOf = (entry: HandlerEntry): [string, HandlerEntry] => [`${entry.verb} ${entry.pattern}`, entry];
const entries = (await handlerTable()).filter((entry) => !PUBLIC_HANDLERS.has(entry.pattern)).map(titleOf);

let tenants: TwoTenants;
let cookie: string;
let given: string;

async function signedIn(email: string, password: string): Promise<string> {
  const answer = await call(signIn, { path: "/api/sign-in", json: { email, password } });
  expect(answer.status).toBe(204);
  return cookieFrom(answer.headers.getSetCookie()[0] ?? "");
}

function send(entry: HandlerEntry, withCookie: string): Promise<Response> {
  const params = Object.fromEntries(entry.names.map((name) => [name, tenants.ids[name] ?? randomUUID()]));
  return call(entry.handler, {
    method: entry.verb,
    path: addressOf(entry.pattern, params),
    params,
    cookie: withCookie,
    ...(entry.handler.input.body ? { json: sampleOf(entry.handler.input.body) } : {}),
  });
}

beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
  given = await hashPassword(GIVEN);
  await operatorSets("test", tenants.ours.people.admin.email, given);
  await operatorSets("test", tenants.staff.email, given);
  cookie = await signedIn(tenants.ours.people.admin.email, GIVEN);
});

describe("with a password that the operator chose", () => {
  it.each(entries.filter(([title]) => !OPEN.has(title)))("%s is refused", async (_, entry) => {
    const staff = await signedIn(tenants.staff.email, GIVEN);
    for (const one of entry.pattern.startsWith("/api/support") ? [cookie, staff] : [cookie]) {
      const answer = await send(entry, one);
      expect([answer.status, (await jsonOf(answer))["code"]]).toEqual([403, "password_change_required"]);
    }
  });

  it("signing out is open", async () => {
    const session = await signedIn(tenants.ours.people.admin.email, GIVEN);
    const answer = await call(signOut, { method: "POST", path: "/api/sign-out", cookie: session });
    expect(answer.status).toBe(204);
  });

  it("choosing another one is open, and opens the rest to this session", async () => {
    const { other } = tenants.ours.people;
    await operatorSets("test", other.email, given);
    const session = await signedIn(other.email, GIVEN);
    const [, list] = entries.find(([title]) => title === "GET /api/you/sessions") ?? [];
    const statusOf = async () => (list ? (await send(list, session)).status : 0);
    expect(await statusOf()).toBe(403);
    const choose = (newPassword: string) =>
      call(changePassword, {
        method: "PUT",
        path: "/api/you/password",
        cookie: session,
        json: { currentPassword: GIVEN, newPassword },
      });
    expect((await choose(GIVEN)).status).toBe(422);
    expect(await statusOf()).toBe(403);
    expect((await choose(CHOSEN)).status).toBe(204);
    expect(await statusOf()).toBe(200);
    await signedIn(other.email, CHOSEN);
  });
});

it("a session that began at the issuer is not held up by a password that its person never used", async () => {
  const { admin } = tenants.theirs.people;
  await operatorSets("test", admin.email, given);
  const session = await cookieOf(admin);
  const [, list] = entries.find(([title]) => title === "GET /api/you/sessions") ?? [];
  expect(list && (await send(list, session)).status).toBe(200);
});
