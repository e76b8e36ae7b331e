/**
 * I5 at the console: whatever text comes with a request, in any field of any handler or in any header, no secret in it is
 * kept or answered, however it is written. Handlers and fields come from the handler table: a new one is tried by itself.
 */
import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { POST as create } from "@/app/api/accounts/[accountId]/integration-keys/route";
import { POST as revoke } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/revoke/route";
import { POST as signIn } from "@/app/api/sign-in/route";
import { testDatabase } from "@/db/testing/database";
import { useDatabase } from "@/lib/kernel/database";
import { createLogger } from "@/lib/platform/logs/logger";
import { hashPassword } from "@/lib/platform/passwords/passwords";
import { createSecurityLog, useSecurityLog } from "@/lib/platform/logs/security-log";
import { newSecret } from "@/lib/platform/secrets/secrets";

import { call, cookieOf, jsonOf } from "../console";
import { addressOf, handlerTable, type HandlerEntry } from "./handlers";
import { fieldsOf, sampleOf } from "./samples";
import { APP_ADDRESS, idsOf, makeTwoTenants, type TwoTenants } from "./two-tenants";

const database = testDatabase(useDatabase);
const entries = await handlerTable();

const secret = newSecret("ik", "production").text;
const FORMS = {
  "as it is": secret,
  "percent-encoded": secret.replaceAll("_", "%5f"),
  "percent-encoded twice, in part": secret.replace("_", "%255F"),
  "without its prefix": secret.slice(8),
  "without its checksum": secret.slice(0, 48),
  "in base64": btoa(`${secret}:`),
  "a client secret": newSecret("iks", "sandbox").text,
  "an access token": newSecret("ikt", "production").text,
  "a refresh token": newSecret("ikr", "sandbox").text,
  "a code": newSecret("ikc", "production").text,
  "a private key": generateKeyPairSync("ed25519")
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString()
    .trim()
    .replaceAll("\n", " "),
};

let tenants: TwoTenants;
let lines: string[];
// Anew for each test: what is tried changes people and accounts.
beforeEach(async () => {
  tenants = await makeTwoTenants(database.db);
  lines = [];
  const destination = { write: (line: string) => lines.push(line) };
  useSecurityLog(createSecurityLog(createLogger("web", { level: "info", destination })));
});

/** What would be left of any of them, whole or in halves. */
const TRACES = Object.values(FORMS).flatMap((form) => {
  const body = form.replace(/^.*_|^.*%(?:25)*5f/i, "");
  return [body.slice(0, 20), body.slice(16, 36)];
});

function expectNone(text: string): void {
  expect(TRACES.filter((trace) => text.includes(trace))).toEqual([]);
}

async function wholeDatabase(): Promise<string> {
  const { rows: tables } = await database.owner.query<{ name: string }>(
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.owner.query(`select row_to_json(t)::text as row from ${name} t`);
    texts.push(JSON.stringify(rows));
  }
  return texts.join("\n");
}

afterEach(async () => {
  expectNone(await wholeDatabase());
  expectNone(lines.join("\n"));
}, 60_000);

/** Headers that a client may write into, all with the text. */
function headersWith(text: string): Record<string, string> {
  return {
    "User-Agent": `deploy --key ${text}`,
    "X-Request-Id": text,
    "Idempotency-Key": text,
    "Accept-Language": text,
    Referer: `http://console.test/?q=${text}`,
    Authorization: `Bearer ${text}`,
    "Access-Token": text,
  };
}

/** The handler's sample with the text in one field after the other, and as a field of its own. */
function* inputsOf({ handler: { input } }: HandlerEntry, text: string) {
  const bodies = input.body ? variantsOf(input.body, text) : [undefined];
  const queries = input.query ? variantsOf(input.query, text) : [undefined];
  for (const body of bodies) yield { body, query: input.query ? sampleOf(input.query) : undefined };
  for (const query of queries) yield { body: input.body ? sampleOf(input.body) : undefined, query };
}

function variantsOf(schema: Parameters<typeof sampleOf>[0], text: string): Record<string, unknown>[] {
  const sample = sampleOf(schema) as Record<string, unknown>;
  const fields = fieldsOf(schema);
  return [
    sample,
    ...fields.map((field) => ({ ...sample, [field]: `found ${text}` })),
    { ...sample, [text]: text },
  ];
}

function searchOf(query: unknown): string {
  const entries = Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]);
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
}

/** Each is found by something else; all of them are tried in the fields below. */
const WALKED = ["as it is", "percent-encoded twice, in part", "without its prefix"] as const;

/** Where a handler is, in groups that take a test's time. next-auth's own addresses have no fields of ours. */
const PLACES = ["keys", "apps", "accounts", "support", "everything else"] as const;
function placeOf({ pattern }: HandlerEntry): (typeof PLACES)[number] | null {
  if (pattern.startsWith("/api/auth")) return null;
  if (APP_ADDRESS.test(pattern)) return "apps";
  if (pattern.includes("/integration-keys")) return "keys";
  if (pattern.startsWith("/api/accounts")) return "accounts";
  return pattern.startsWith("/api/support") ? "support" : "everything else";
}

describe.each(WALKED.map((name) => [name, FORMS[name]] as const))("a secret %s", (_, text) => {
  it.each(PLACES)(
    "is kept and answered by no handler below %s, in whatever field it comes",
    // Some hundred requests.
    { timeout: 60_000 },
    async (place) => {
      let asked = 0;
      for (const entry of entries.filter((candidate) => placeOf(candidate) === place)) {
        const person = entry.pattern.startsWith("/api/support") ? tenants.staff : tenants.ours.people.admin;
        const cookie = await cookieOf(person);
        const params = Object.fromEntries(
          entry.names.map((name) => [name, idsOf(tenants, entry.pattern)[name] ?? text]),
        );
        for (const { body, query } of inputsOf(entry, text)) {
          const answer = await call(entry.handler, {
            method: entry.verb,
            path: addressOf(entry.pattern, params) + searchOf(query),
            params,
            cookie,
            headers: { ...headersWith(text), ...(asked % 2 ? { "Idempotency-Key": `k${asked}` } : {}) },
            ...(body === undefined ? {} : { json: body }),
          });
          expectNone((await answer.text()) + JSON.stringify([...answer.headers]));
          expect(answer.status, `${entry.verb} ${entry.pattern}`).toBeLessThan(500);
          asked += 1;
        }
      }
      expect(asked).toBeGreaterThan(2);
    },
  );
});

describe.each(Object.entries(FORMS))("a secret, %s,", (_, text) => {
  it("is cut to its prefix in a reason and in the name of a browser, and refused as a name, with a pointer", async () => {
    const cookie = await cookieOf(tenants.ours.people.admin);
    const params = { accountId: tenants.ours.account.id };
    const path = `/api/accounts/${params.accountId}/integration-keys`;
    const headers = { "User-Agent": `deploy --key ${text}` };
    const json = { name: `K ${text.slice(-6)}`, scopes: ["agreements:read"] };
    const named = await call(create, { path, params, cookie, json: { ...json, name: text }, headers });
    expect([named.status, await jsonOf(named)]).toMatchObject([422, { errors: [{ pointer: "/name" }] }]);
    const made = await jsonOf(await call(create, { path, params, cookie, json, headers }));
    const keyId = (made["key"] as { id: string }).id;
    const revoked = await call(revoke, {
      path: `${path}/${keyId}/revoke`,
      params: { ...params, keyId },
      cookie,
      json: { reason: `found ${text}` },
      headers,
    });
    expect(await jsonOf(revoked)).toMatchObject({
      key: { revokeReason: expect.stringMatching(/^found .*…/) },
    });
    await call(signIn, { path: "/api/sign-in", json: { email: text, password: text }, headers });
    const { rows } = await database.owner.query<{ user_agent: string }>(
      "select user_agent from audit_events where subject_id = $1",
      [keyId],
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.user_agent).toMatch(/^deploy --key .*…$/);
  });
});

it("no secret in the name of a browser gets into its session", async () => {
  const { id, email } = tenants.ours.people.admin;
  const password = "correct horse battery staple";
  await database.owner.query("update users set password_hash = $2 where id = $1", [
    id,
    await hashPassword(password),
  ]);
  for (const text of Object.values(FORMS)) {
    const headers = { "User-Agent": `deploy --key ${text}` };
    const answer = await call(signIn, { path: "/api/sign-in", json: { email, password }, headers });
    expect(answer.status).toBe(204);
  }
  const { rows } = await database.owner.query<{ user_agent: string }>(
    "select user_agent from sessions where user_id = $1 and user_agent like 'deploy%'",
    [id],
  );
  expect(rows).toHaveLength(Object.keys(FORMS).length);
  for (const row of rows) expect(row.user_agent).toMatch(/^deploy --key .*…$/);
});

it("a browser's name in UTF-8 is on the record as it was written, and bytes that are none as they came", async () => {
  const params = { accountId: tenants.ours.account.id };
  const path = `/api/accounts/${params.accountId}/integration-keys`;
  const cookie = await cookieOf(tenants.ours.people.admin);
  for (const [sent, kept] of [
    [Buffer.from("Zürich-契約/1.0", "utf8").toString("latin1"), "Zürich-契約/1.0"],
    ["Z\u00FCrich/1.0", "Z\u00FCrich/1.0"],
  ] as const) {
    const json = { name: `Bytes ${kept.length} ${kept}`, scopes: ["agreements:read"] };
    const made = await jsonOf(
      await call(create, { path, params, cookie, json, headers: { "User-Agent": sent } }),
    );
    const { rows } = await database.owner.query<{ user_agent: string }>(
      "select user_agent from audit_events where subject_id = $1",
      [(made["key"] as { id: string }).id],
    );
    expect(rows).toEqual([{ user_agent: kept }]);
  }
});
