/**
 * I5 on the outputs: what the real console and the real gate print, at their most talkative, holds no secret: not of a key
 * that is made, replaced, refused or looked up, not a password, not a session, whether the request ends well or breaks.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { freePort } from "../../db/testing/free-port";
import { startProgram, untilPrinted, type Program } from "../../db/testing/program";
import { makeTenant, type Tenant } from "../../db/testing/tenant";
import { startGate, type GateProcess } from "../../gate/testing/gate-process";
import { hashPassword } from "../../lib/platform/passwords/passwords";
import { newSecret } from "../../lib/platform/secrets/secrets";

// Where the console was not built, that comes first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const PASSWORD = "correct horse battery staple";
const WRONG = "incorrect donkey capacitor nail";
const AUTH_SECRET = "a secret of the tests, longer than 32 characters";
const LOG_LEVEL = "debug";

const database = testDatabase();
const held: { web: Program | null; gate: GateProcess | null; url: string; cookie: string } = {
  web: null,
  gate: null,
  url: "",
  cookie: "",
};
let tenant: Tenant<"ada">;
/** Whatever must be printed nowhere. */
const secrets = new Set<string>([PASSWORD, WRONG, AUTH_SECRET]);

beforeAll(async () => {
  const port = await freePort();
  held.url = `http://127.0.0.1:${port}`;
  held.gate = await startGate(database.url, { LOG_LEVEL });
  held.web = startProgram("bin/run-one.ts", {
    args: ["web"],
    environment: {
      DATABASE_URL: database.url,
      PORT: String(port),
      APP_URL: held.url,
      GATE_URL: held.gate.url,
      AUTH_SECRET,
      LOG_LEVEL,
    },
  });
  await untilPrinted(held.web, "web is ready");
  tenant = await makeTenant(database.db, { ada: "admin" });
  await database.owner.query("update users set password_hash = $2 where id = $1", [
    tenant.people.ada.id,
    await hashPassword(PASSWORD),
  ]);
});
afterAll(async () => {
  held.web?.process.kill("SIGTERM");
  await held.web?.ended;
  await held.gate?.stop();
});

const keysPath = () => `/api/accounts/${tenant.account.id}/integration-keys`;

/** A request of the person's browser. */
async function ask(path: string, json?: unknown, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(held.url + path, {
    method: json === undefined ? "GET" : "POST",
    redirect: "manual",
    headers: { Cookie: held.cookie, "Content-Type": "application/json", ...headers },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  for (const cookie of answer.headers.getSetCookie()) secrets.add(cookie.split(";")[0]?.split("=")[1] ?? "");
  return answer;
}

type Made = { readonly key: { readonly id: string }; readonly secret: string };

/** What a handler answers that makes a key; its secret is watched from then on. */
async function made(answer: Response): Promise<Made> {
  expect(answer.status).toBe(201);
  // The contract's type, as far as it is needed here.
  const created = (await answer.json()) as Made;
  secrets.add(created.secret);
  return created;
}

const newKey = (name: string) => ask(keysPath(), { name, scopes: ["agreements:read"] });

/** Shows a credential to every address of the gate that reads one, in each of its headers. */
async function show(secret: string): Promise<number[]> {
  secrets.add(secret);
  const statuses: number[] = [];
  for (const path of [
    "/v1/authorize?scope=agreements:read",
    "/v1/authorize?scope=users:write",
    "/v1/me",
    "/api/rest/v6/baseUris",
  ]) {
    for (const headers of [{ Authorization: `Bearer ${secret}` }, { "Access-Token": secret }]) {
      statuses.push((await fetch(held.gate?.url + path, { headers })).status);
    }
  }
  const verified = await fetch(`${held.gate?.url}/v1/verify`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token: secret }),
  });
  return [...statuses, verified.status];
}

/** Breaks what the product stands on while a request is under way. */
async function without(table: string, work: () => Promise<void>): Promise<void> {
  await database.owner.query(`alter table ${table} rename to planted_away`);
  try {
    await work();
  } finally {
    await database.owner.query(`alter table planted_away rename to ${table}`);
  }
}

/** What both have printed, as it is and with what JSON and addresses escape undone. */
function printed(): string {
  const text = `${held.web?.output()}\n${held.gate?.output()}`;
  return `${text}\n${text.replaceAll("\\", "")}\n${text.replaceAll("%5f", "_").replaceAll("%5F", "_")}`;
}

/** Of a key the random part in halves: a cut secret is a leak too. Of the others all. */
function tracesOf(secret: string): string[] {
  const body = /^ik[a-z]?_(?:test|live)_(\w+)$/.exec(secret)?.[1];
  if (body === undefined) return [secret, Buffer.from(secret).toString("base64").replace(/=+$/, "")];
  return [
    body.slice(0, 20),
    body.slice(16, 36),
    Buffer.from(`Bearer ${secret}`).toString("base64").slice(0, 40),
  ];
}

async function expectNonePrinted(): Promise<void> {
  // What is printed about an answer may come after it.
  const marker = await fetch(`${held.url}/api/accounts/${tenant.account.id}/integration-keys`);
  await vi.waitFor(() => expect(held.web?.output()).toContain(marker.headers.get("x-request-id") ?? "none"));
  const text = printed();
  for (const secret of secrets) for (const trace of tracesOf(secret)) expect(text).not.toContain(trace);
}

describe("the outputs of console and gate hold no secret", () => {
  it("after sign-ins, right and wrong", async () => {
    const { email } = tenant.people.ada;
    expect((await ask("/api/sign-in", { email, password: WRONG })).status).toBe(401);
    expect((await ask("/api/sign-in", { email: PASSWORD, password: WRONG })).status).toBe(401);
    const answer = await ask("/api/sign-in", { email, password: PASSWORD });
    expect(answer.status).toBe(204);
    held.cookie = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
    await expectNonePrinted();
  });

  it("after keys are made, replaced, looked at, called, refused and revoked", async () => {
    const first = await made(await newKey("Printed"));
    const path = `${keysPath()}/${first.key.id}`;
    const replacement = { name: "Printed too", scopes: ["agreements:read"], overlapSeconds: 3_600 };
    const second = await made(await ask(`${path}/replace`, replacement));
    expect((await ask(`${path}/replace`, replacement)).status).toBe(409);
    // As people do who take the wrong field.
    for (const json of [
      { name: first.secret },
      { name: "x", scopes: [second.secret] },
      { [first.secret]: 1 },
    ]) {
      expect((await ask(keysPath(), json)).status).toBe(422);
    }
    for (const page of ["", `/${second.key.id}`, `?q=${first.secret}`]) {
      expect(
        (await ask(`/accounts/${tenant.account.id}/api-information/integration-keys${page}`)).status,
      ).toBe(200);
    }
    await ask("/api/me", undefined, {
      "User-Agent": first.secret,
      Referer: second.secret,
      Origin: second.secret,
    });
    expect(await show(first.secret)).toContain(200);
    expect(await show(second.secret)).toContain(403);
    expect(
      (await ask(`${keysPath()}/${second.key.id}/revoke`, { reason: `leaked: ${second.secret}` })).status,
    ).toBe(200);
    expect(await show(second.secret)).toContain(401);
    expect(await show(newSecret("ik", "production").text)).toContain(401);
    expect(await show(`${newSecret("ik", "production").text.slice(0, -1)}!`)).toContain(401);
    await expectNonePrinted();
  });

  it.each(["credentials", "audit_events"])(
    "where making and replacing a key breaks off, without the table %s",
    async (table) => {
      const { key } = await made(await newKey("Breaks"));
      const failed: Response[] = [];
      await without(table, async () => {
        failed.push(await newKey("Broken"));
        const replacement = { name: "Broken too", scopes: ["agreements:read"], overlapSeconds: 0 };
        failed.push(await ask(`${keysPath()}/${key.id}/replace`, replacement));
      });
      for (const answer of failed) {
        expect(answer.status).toBe(500);
        await vi.waitFor(() =>
          expect(held.web?.output()).toContain(answer.headers.get("x-request-id") ?? "none"),
        );
      }
      await expectNonePrinted();
    },
  );

  it.each(["credentials", "call_hours"])("where a check breaks off, without the table %s", async (table) => {
    const { secret } = await made(await newKey("Called"));
    await without(table, async () => {
      const statuses = await show(secret);
      expect(statuses.some((status) => status >= 500)).toBe(true);
    });
    await vi.waitFor(() => expect(held.gate?.output()).toMatch(/"level":[45]0/));
    await expectNonePrinted();
  });

  it("where a process is ended while it answers", async () => {
    const { secret } = await made(await newKey("Ended"));
    const asked = Array.from({ length: 20 }, () => show(secret).catch(() => []));
    await held.gate?.stop();
    await Promise.all(asked);
    await expectNonePrinted();
  });
});
