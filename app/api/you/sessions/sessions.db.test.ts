import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { auditEvents } from "@/db/schema/audit-events";
import { sessions, users } from "@/db/schema/users";
import type { SessionList } from "@/lib/contracts/people/sessions";
import { BACKGROUND_HEADER } from "@/lib/domain/people/background";
import { useDatabase } from "@/lib/kernel/database";
import { newId } from "@/lib/platform/ids";
import { hashPassword } from "@/lib/platform/passwords/passwords";

import { POST as signIn } from "../../sign-in/route";
import { PUT as changePassword } from "../password/route";
import { DELETE as revoke } from "./[sessionId]/route";
import { DELETE as revokeOthers, GET as list } from "./route";

const database = testDatabase(useDatabase);
const PASSWORD = "correct horse battery";
const OTHER_PASSWORD = "staple correct battery";
const NO_PARAMS = { params: Promise.resolve({}) };

beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgres://unused.test/unused");
  vi.stubEnv("APP_URL", "http://console.test");
  vi.stubEnv("GATE_URL", "http://gate.test");
  vi.stubEnv("AUTH_SECRET", "only-for-tests-only-for-tests-only-for-tests");
});

type Call = {
  readonly method?: string;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly origin?: string;
};

let sent = 0;

function request({ method = "GET", cookie, body, origin }: Call): Request {
  const headers = new Headers({ host: "console.test", "user-agent": "curl/8.5.0" });
  headers.set("x-countersign-address", `192.0.2.${(sent += 1) % 250}`);
  if (cookie) headers.set("cookie", cookie);
  if (origin) headers.set("origin", origin);
  if (body !== undefined) headers.set("content-type", "application/json");
  return new Request("http://console.test/api/you/sessions", {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function makePerson(): Promise<{ id: string; email: string }> {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const { id, email } = tenant.people.ada;
  await database.db
    .update(users)
    .set({ passwordHash: await hashPassword(PASSWORD) })
    .where(eq(users.id, id));
  return { id, email };
}

/** Signs in like a browser of its own. @returns the cookie that the browser sends from then on */
async function signedIn(email: string, password = PASSWORD): Promise<string> {
  const answer = await signIn(request({ method: "POST", body: { email, password } }), NO_PARAMS);
  expect(answer.status).toBe(204);
  return (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
}

async function sessionsOf(cookie: string): Promise<SessionList["data"]> {
  const answer = await list(request({ cookie }), NO_PARAMS);
  expect(answer.status).toBe(200);
  // The handler answers what its contract says.
  return ((await answer.json()) as SessionList).data;
}

const statusFor = async (cookie: string) => (await list(request({ cookie }), NO_PARAMS)).status;

function revokeOne(cookie: string, sessionId: string, origin?: string): Promise<Response> {
  const call = { method: "DELETE", cookie, ...(origin ? { origin } : {}) };
  return revoke(request(call), { params: Promise.resolve({ sessionId }) });
}

describe("the sessions of a person", () => {
  it("are listed with this one marked, and none of anybody else", async () => {
    const [ada, eve] = await Promise.all([makePerson(), makePerson()]);
    const first = await signedIn(ada.email);
    await signedIn(ada.email);
    await signedIn(eve.email);
    const listed = await sessionsOf(first);
    expect(listed).toHaveLength(2);
    expect(listed.filter((session) => session.isCurrent)).toHaveLength(1);
    expect(listed[0]).toMatchObject({
      userAgent: "curl/8.5.0",
      address: expect.stringContaining("192.0.2."),
    });
  });

  it("carry no token and no hash", async () => {
    const ada = await makePerson();
    const cookie = await signedIn(ada.email);
    const text = await (await list(request({ cookie }), NO_PARAMS)).text();
    const [row] = await database.db.select().from(sessions).where(eq(sessions.userId, ada.id));
    expect(text).not.toContain(row?.idHash);
    expect(text).not.toContain(cookie.split("=")[1]);
  });

  it("leave the list when they are idle, too old or revoked", async () => {
    const ada = await makePerson();
    const cookie = await signedIn(ada.email);
    for (const change of [
      "last_seen_at = now() - interval '31 minutes'",
      "expires_at = now() - interval '1 second'",
      "revoked_at = now()",
    ]) {
      await signedIn(ada.email);
      const other = (await sessionsOf(cookie)).find((session) => !session.isCurrent);
      await database.owner.query(`update sessions set ${change} where public_id = $1`, [other?.id]);
      expect(await sessionsOf(cookie)).toHaveLength(1);
    }
  });

  it("become idle while a page asks by itself: such requests are answered and are no use of the session", async () => {
    const { id, email } = await makePerson();
    const cookie = await signedIn(email);
    const minutesAgo = async () => {
      const { rows } = await database.owner.query<{ minutes: number }>(
        "select round(extract(epoch from now() - last_seen_at) / 60)::int as minutes from sessions where user_id = $1",
        [id],
      );
      return rows[0]?.minutes;
    };
    await database.owner.query(
      "update sessions set last_seen_at = now() - interval '20 minutes' where user_id = $1",
      [id],
    );
    const background = request({ cookie });
    background.headers.set(BACKGROUND_HEADER, "1");
    expect((await list(background, NO_PARAMS)).status).toBe(200);
    expect(await minutesAgo()).toBe(20);
    expect(await statusFor(cookie)).toBe(200);
    expect(await minutesAgo()).toBe(0);
  });

  it("end with the answer: the next request of a revoked session is refused", async () => {
    const ada = await makePerson();
    const [here, there] = [await signedIn(ada.email), await signedIn(ada.email)];
    const other = (await sessionsOf(here)).find((session) => !session.isCurrent);
    expect((await revokeOne(here, other?.id ?? "")).status).toBe(204);
    expect(await statusFor(there)).toBe(401);
    expect(await statusFor(here)).toBe(200);
    const events = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, other?.id ?? ""));
    expect(events.map((event) => event.action).toSorted()).toEqual(["session.revoked", "session.started"]);
  });

  it("can be ended twice with one record", async () => {
    const ada = await makePerson();
    const [here] = [await signedIn(ada.email), await signedIn(ada.email)];
    const other = (await sessionsOf(here)).find((session) => !session.isCurrent);
    const answers = await Promise.all([revokeOne(here, other?.id ?? ""), revokeOne(here, other?.id ?? "")]);
    expect(answers.map((answer) => answer.status)).toEqual([204, 204]);
    const events = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, other?.id ?? ""));
    expect(events.filter((event) => event.action === "session.revoked")).toHaveLength(1);
  });

  it("of somebody else are not there to be ended (I6)", async () => {
    const [ada, eve] = await Promise.all([makePerson(), makePerson()]);
    const [adas, eves] = [await signedIn(ada.email), await signedIn(eve.email)];
    const [session] = await sessionsOf(adas);
    const foreign = await revokeOne(eves, session?.id ?? "");
    const missing = await revokeOne(eves, newId());
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(await statusFor(adas)).toBe(200);
  });

  it("all end but this one, each on the record", async () => {
    const [ada, eve] = await Promise.all([makePerson(), makePerson()]);
    const here = await signedIn(ada.email);
    const others = [await signedIn(ada.email), await signedIn(ada.email)];
    const eves = await signedIn(eve.email);
    const answer = await revokeOthers(request({ method: "DELETE", cookie: here }), NO_PARAMS);
    expect(answer.status).toBe(204);
    expect(await Promise.all(others.map(statusFor))).toEqual([401, 401]);
    expect([await statusFor(here), await statusFor(eves)]).toEqual([200, 200]);
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.chainId, ada.id));
    expect(events.filter((event) => event.action === "session.revoked")).toHaveLength(2);
  });

  it("may all be ended where this one is the only one: nothing is done, twice", async () => {
    const { email } = await makePerson();
    const cookie = await signedIn(email);
    for (let index = 0; index < 2; index += 1) {
      const answer = await revokeOthers(request({ method: "DELETE", cookie }), NO_PARAMS);
      expect(answer.status).toBe(204);
    }
  });

  it("are not ended by a page of another site", async () => {
    const ada = await makePerson();
    const cookie = await signedIn(ada.email);
    const [session] = await sessionsOf(cookie);
    const answer = await revokeOne(cookie, session?.id ?? "", "https://evil.test");
    expect(answer.status).toBe(403);
    expect(await statusFor(cookie)).toBe(200);
  });

  it("are for signed-in people", async () => {
    expect((await list(request({}), NO_PARAMS)).status).toBe(401);
    expect((await revokeOthers(request({ method: "DELETE" }), NO_PARAMS)).status).toBe(401);
    expect((await revokeOne("", newId())).status).toBe(401);
  });
});

function change(cookie: string, body: unknown): Promise<Response> {
  return changePassword(request({ method: "PUT", cookie, body }), NO_PARAMS);
}

describe("changing the password", () => {
  it("ends the other sessions, keeps this one, and only the new password signs in", async () => {
    const ada = await makePerson();
    const [here, there] = [await signedIn(ada.email), await signedIn(ada.email)];
    const answer = await change(here, { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD });
    expect(answer.status).toBe(204);
    expect([await statusFor(here), await statusFor(there)]).toEqual([200, 401]);
    const old = await signIn(
      request({ method: "POST", body: { email: ada.email, password: PASSWORD } }),
      NO_PARAMS,
    );
    expect(old.status).toBe(401);
    await signedIn(ada.email, OTHER_PASSWORD);
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.chainId, ada.id));
    expect(events.filter((event) => event.action === "password.changed")).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain(OTHER_PASSWORD);
  });

  it.each([
    [
      "a wrong current password",
      { currentPassword: "wrong wrong wrong", newPassword: OTHER_PASSWORD },
      "/currentPassword",
    ],
    ["a short new password", { currentPassword: PASSWORD, newPassword: "short" }, "/newPassword"],
    [
      "a new password of a megabyte",
      { currentPassword: PASSWORD, newPassword: "x".repeat(5_000) },
      "/newPassword",
    ],
    ["the same password again", { currentPassword: PASSWORD, newPassword: PASSWORD }, "/newPassword"],
    ["a missing field", { currentPassword: PASSWORD }, "/newPassword"],
  ])("refuses %s and changes nothing", async (_, body, pointer) => {
    const ada = await makePerson();
    const [here, there] = [await signedIn(ada.email), await signedIn(ada.email)];
    const answer = await change(here, body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "validation_failed", errors: [{ pointer }] });
    expect(await statusFor(there)).toBe(200);
    await signedIn(ada.email);
  });

  it("is no way to guess the password from a session that was left open", async () => {
    const ada = await makePerson();
    const here = await signedIn(ada.email);
    for (let guess = 0; guess < 10; guess += 1) {
      await change(here, { currentPassword: `guess number ${guess}`, newPassword: OTHER_PASSWORD });
    }
    const answer = await change(here, { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
