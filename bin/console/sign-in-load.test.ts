/** A flood of sign-ins at the real console: who is refused is told so before anybody's password is looked at. */
import { afterAll, beforeAll, expect, it, onTestFailed, vi } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { freePort } from "../../db/testing/free-port";
import { startProgram, untilPrinted, type Program } from "../../db/testing/program";

// Where the console was not built, that comes first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const database = testDatabase();
const held: { program: Program | null; url: string } = { program: null, url: "" };
beforeAll(async () => {
  const port = await freePort();
  held.url = `http://127.0.0.1:${port}`;
  held.program = startProgram("bin/run-one.ts", {
    args: ["web"],
    environment: {
      DATABASE_URL: database.url,
      PORT: String(port),
      APP_URL: held.url,
      GATE_URL: "http://gate.test",
      AUTH_SECRET: "a secret of the tests, longer than 32 characters",
    },
  });
  await untilPrinted(held.program, "web is ready");
});
afterAll(async () => {
  held.program?.process.kill("SIGTERM");
  await held.program?.ended;
});

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
/** A sign-in of somebody who is not here. */
const SOMEBODY = '{"email":"x@example.test","password":"x"}';
const attempt = (path: string, type: string, body = SOMEBODY) =>
  fetch(held.url + path, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": type },
    body,
  });
/** As many as are refused before the first statement of those that are held takes too long. */
const CROWD = 100;
const LOOKED_AT = 8;
const FORM = "email=x&password=x&csrfToken=x";
const statusOf = async (path: string) => (await fetch(held.url + path, { redirect: "manual" })).status;

/** What pages and addresses that nobody signs in at answer, by path. */
const elsewhere = async () => {
  const found: Record<string, number> = {};
  for (const path of ["/sign-in", "/api/me", "/healthz", "/readyz"]) found[path] = await statusOf(path);
  return found;
};

it("of a hundred at once eight are looked at, and all others are refused first, while everything else is answered", async () => {
  // The first requests of a process load what all others use; the held ones give up after the time of a statement.
  expect((await attempt("/api/sign-in", JSON_TYPE)).status).toBe(401);
  const answered = { "/sign-in": 200, "/api/me": 401, "/healthz": 200, "/readyz": 200 };
  expect(await elsewhere()).toEqual(answered);
  const lock = await database.owner.connect();
  onTestFailed(() => lock.release(true));
  await lock.query("begin; lock table sign_in_failures in access exclusive mode");
  const answers: Response[] = [];
  const crowd = Array.from({ length: CROWD }, async () => {
    answers.push(await attempt("/api/sign-in", JSON_TYPE));
  });
  await vi.waitFor(() => expect(answers).toHaveLength(CROWD - LOOKED_AT), { timeout: 30_000 });
  // Nobody's password can have been looked at yet: what counts tries is held.
  for (const answer of answers) {
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await answer.json()).toMatchObject({
      type: "urn:countersign:problem:too_busy",
      title: "Too busy",
      status: 503,
      instance: "/api/sign-in",
      code: "too_busy",
      requestId: answer.headers.get("x-request-id"),
    });
  }
  expect(await elsewhere()).toEqual(answered);
  const there = await attempt("/api/auth/callback/credentials", FORM_TYPE, FORM);
  expect([there.status, there.headers.get("retry-after"), there.headers.get("location")]).toEqual([
    503,
    "2",
    null,
  ]);
  expect(await there.json()).toMatchObject({ code: "too_busy", instance: "/api/auth/callback/credentials" });
  // The framework does not get it: it would have said what is wrong with it.
  expect((await attempt("/api/sign-in", JSON_TYPE, "{")).status).toBe(503);
  expect(answers).toHaveLength(CROWD - LOOKED_AT);
  await lock.query("rollback");
  lock.release();
  await Promise.all(crowd);
  expect(answers.slice(CROWD - LOOKED_AT).map((answer) => answer.status)).toEqual(
    Array.from({ length: LOOKED_AT }, () => 401),
  );
  // Every place was given back, also at next-auth's own address, which then refuses for its own reasons.
  expect((await attempt("/api/auth/callback/credentials", FORM_TYPE, FORM)).status).toBe(302);
  expect((await attempt("/api/sign-in", JSON_TYPE, "{")).status).toBe(400);
  expect((await attempt("/api/sign-in", JSON_TYPE)).status).toBe(401);
});
