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

/** Sends so many sign-ins while none that is looked at can be answered, until all others are refused. */
async function crowdAtLock(size: number, email: string) {
  const lock = await database.owner.connect();
  let isHeld = true;
  onTestFailed(() => {
    if (isHeld) lock.release(true);
  });
  await lock.query("begin; lock table sign_in_failures in access exclusive mode");
  const answers: Response[] = [];
  const crowd = Array.from({ length: size }, async () => {
    answers.push(await attempt("/api/sign-in", JSON_TYPE, JSON.stringify({ email, password: "x" })));
  });
  await vi.waitFor(() => expect(answers.length).toBeGreaterThanOrEqual(size - LOOKED_AT), {
    timeout: 30_000,
  });
  const refused = answers.slice(0, size - LOOKED_AT);
  /** Lets those in that are held, and waits for all. @returns the statuses of those that were looked at */
  const release = async () => {
    await lock.query("rollback");
    isHeld = false;
    lock.release();
    await Promise.all(crowd);
    return answers.slice(size - LOOKED_AT).map((answer) => answer.status);
  };
  return { refused, release };
}

// Each holds its own crowd, since whoever is held gives up after the time of a statement.
it("of a hundred at once eight are looked at, and all others are refused first, while everything else is answered", async () => {
  // The first requests of a process load what all others use.
  expect((await attempt("/api/sign-in", JSON_TYPE)).status).toBe(401);
  const answered = { "/sign-in": 200, "/api/me": 401, "/healthz": 200, "/readyz": 200 };
  expect(await elsewhere()).toEqual(answered);
  const { refused, release } = await crowdAtLock(CROWD, "crowd@example.test");
  expect(await elsewhere()).toEqual(answered);
  const lookedAt = await release();
  // Nobody's password can have been looked at before: what counts tries was held.
  for (const answer of refused) {
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
  expect(lookedAt).toHaveLength(LOOKED_AT);
  // On a slow machine the lock may have outlived a statement's time: 503, after it was looked at.
  expect(lookedAt.filter((status) => status !== 401 && status !== 503)).toEqual([]);
});

it("where all places are taken, others are refused in every form before the framework gets them, and every place is given back", async () => {
  const { release } = await crowdAtLock(LOOKED_AT + 1, "few@example.test");
  const [there, broken] = await Promise.all([
    attempt("/api/auth/callback/credentials", FORM_TYPE, FORM),
    // The framework does not get it: it would have said what is wrong with it.
    attempt("/api/sign-in", JSON_TYPE, "{"),
  ]);
  expect([there.status, there.headers.get("retry-after"), there.headers.get("location")]).toEqual([
    503,
    "2",
    null,
  ]);
  expect(await there.json()).toMatchObject({ code: "too_busy", instance: "/api/auth/callback/credentials" });
  expect(broken.status).toBe(503);
  expect(await release()).toEqual(Array.from({ length: LOOKED_AT }, () => 401));
  // Also at next-auth's own address, which then refuses for its own reasons.
  expect((await attempt("/api/auth/callback/credentials", FORM_TYPE, FORM)).status).toBe(302);
  expect((await attempt("/api/sign-in", JSON_TYPE, "{")).status).toBe(400);
  expect((await attempt("/api/sign-in", JSON_TYPE)).status).toBe(401);
});
