/**
 * Two consoles on one database, asked at the same moment: a code is redeemed once, a refresh token used once, an assertion taken
 * once, and what was given back stays so, whichever of the two comes first.
 */
import { generateKeyPairSync, randomUUID } from "node:crypto";

import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { giveKeyPair } from "../../db/testing/app-credentials";
import { testDatabase } from "../../db/testing/database";
import { freePort } from "../../db/testing/free-port";
import { startProgram, untilPrinted } from "../../db/testing/program";
import { useDatabase } from "../../lib/kernel/database";
import { allow, basic, codeOf, makeStory, type Story } from "../../testing/oauth/oauth-story";
import { AUTH_SECRET } from "./client-servers";

// Processes are started; where the console was not built, that comes first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const ROUNDS = Array.from({ length: 6 }, (_, round) => round);
const PAIR = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const ISSUER = "http://127.0.0.1:4260";

const database = testDatabase(useDatabase);
type ConsoleProcess = { readonly url: string; readonly stop: () => Promise<unknown> };
const consoles: ConsoleProcess[] = [];

async function startConsole(): Promise<void> {
  const port = await freePort();
  const web = startProgram("bin/run-one.ts", {
    args: ["web"],
    environment: {
      DATABASE_URL: database.url,
      PORT: String(port),
      APP_URL: ISSUER,
      GATE_URL: "http://127.0.0.1:1",
      AUTH_SECRET,
    },
  });
  const stop = () => {
    web.process.kill("SIGTERM");
    return web.ended;
  };
  // One that does not come to be ready is stopped too.
  consoles.push({ url: `http://127.0.0.1:${port}`, stop });
  await untilPrinted(web, "web is ready");
}

beforeAll(async () => {
  // One after the other: where there is something to build, the first one does.
  for (let count = 0; count < 2; count += 1) await startConsole();
});
afterAll(() => Promise.all(consoles.map(({ stop }) => stop())));

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

async function ask(
  which: 0 | 1,
  path: string,
  form: Readonly<Record<string, unknown>>,
  story?: Story,
): Promise<Answer> {
  const fields = Object.entries(form).map(([name, value]): [string, string] => [name, String(value)]);
  const answer = await fetch(`${consoles[which]?.url}${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: story ? { Authorization: basic(story) } : {},
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? {} : (JSON.parse(text) as Answer["body"]) };
}

/** The same at both, at once; the first to be asked is each in turn. */
function atBoth(round: number, path: string, form: Readonly<Record<string, unknown>>, story?: Story) {
  const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
  return Promise.all(order.map((which) => ask(which, path, form, story)));
}

const redeem = async (story: Story) =>
  (await ask(0, "/oauth/token", { grant_type: "authorization_code", code: await codeOf(story) }, story)).body;
const refreshing = (token: unknown) => ({ grant_type: "refresh_token", refresh_token: token });
const statusesOf = (answers: readonly Answer[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);

/** That nothing of these answers is good any more, as either console says. */
async function expectOver(story: Story, bodies: readonly Answer["body"][]): Promise<void> {
  for (const body of bodies) {
    for (const name of ["access_token", "refresh_token"]) {
      if (body[name] === undefined) continue;
      for (const which of [0, 1] as const) {
        const said = await ask(which, "/oauth/introspect", { token: body[name] }, story);
        expect(said.body).toEqual({ active: false });
      }
    }
  }
}

describe("at two consoles at once", () => {
  it.each(ROUNDS)("a code is redeemed by one, and what that one got ends (%i)", async (round) => {
    const story = await makeStory(database);
    const form = { grant_type: "authorization_code", code: await codeOf(story) };
    const answers = await atBoth(round, "/oauth/token", form, story);
    expect(statusesOf(answers)).toEqual([200, 400]);
    await expectOver(
      story,
      answers.map(({ body }) => body),
    );
  });

  it.each(ROUNDS)("a refresh token is used by one, and its family ends (%i)", async (round) => {
    const story = await makeStory(database);
    const first = await redeem(story);
    const answers = await atBoth(round, "/oauth/token", refreshing(first["refresh_token"]), story);
    expect(statusesOf(answers)).toEqual([200, 400]);
    await expectOver(story, [first, ...answers.map(({ body }) => body)]);
  });

  it.each(ROUNDS)("a family that is given back while it is refreshed is over (%i)", async (round) => {
    const story = await makeStory(database);
    const first = await redeem(story);
    const [one, other] = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    const [given, next] = await Promise.all([
      ask(one, "/oauth/revoke", { token: first["refresh_token"] }, story),
      ask(other, "/oauth/token", refreshing(first["refresh_token"]), story),
    ]);
    expect(given).toEqual({ status: 200, body: {} });
    expect([200, 400]).toContain(next.status);
    await expectOver(story, [first, next.body]);
    if (next.status === 200) {
      expect((await ask(one, "/oauth/token", refreshing(next.body["refresh_token"]), story)).status).toBe(
        400,
      );
    }
  });

  it("an assertion with a jti is taken by one", async () => {
    const story = await makeStory(database);
    await giveKeyPair(database.db, story.app, story.tenant.account.id, PAIR);
    await allow(story, { scope: "signature impersonation" });
    for (const round of ROUNDS) {
      const assertion = await new SignJWT({ scope: "signature impersonation", jti: randomUUID() })
        .setProtectedHeader({ alg: "RS256" })
        .setIssuer(story.app.clientId)
        .setSubject(story.max.user.id)
        .setAudience(new URL(ISSUER).host)
        .setExpirationTime("1 hour")
        .sign(PAIR.privateKey);
      const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
      expect(statusesOf(await atBoth(round, "/oauth/token", form))).toEqual([200, 400]);
    }
  });
});
