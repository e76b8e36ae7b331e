/**
 * I5 at the gate: what clients send with a request is kept as it was written, without a secret, however it is written; the
 * process prints none; and each refusal leaves one line in the security log.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../../lib/kernel/database";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase(useDatabase);
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(async () => void (await gate.stop()));

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.ada.id) };
}

function authorize(secret: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gate.url}/v1/authorize`, { headers: { Authorization: `Bearer ${secret}`, ...headers } });
}

/** A text as its UTF-8 goes into a header, one character for each byte. */
const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

const planted = newSecret("iks", "sandbox").text;
const FORMS = [
  planted,
  planted.replaceAll("_", "%5f"),
  planted.replaceAll("_", "%255F"),
  planted.replace("_", "%5F"),
  planted.slice(planted.lastIndexOf("_") + 1),
  planted.slice(0, 40),
  btoa(`${planted}:`),
];

function expectNone(text: string, secret: string): void {
  const body = secret.slice(secret.lastIndexOf("_") + 1);
  for (const trace of [body.slice(0, 20), body.slice(12, 32), btoa(`${secret}:`).slice(12, 40)]) {
    expect(text).not.toContain(trace);
  }
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

describe("a secret in a request's texts", () => {
  it.each(FORMS)("is in no row, no answer and no line of the process: %s", async (form) => {
    const { key } = await arrange();
    const answers = [
      await authorize(key.secret, { "X-Forwarded-Uri": `/x/${form}`, "User-Agent": `deploy --key ${form}` }),
      await authorize(key.secret, { "X-Original-URI": `/x?y=${form}`, "X-Request-Id": form, Referer: form }),
      await authorize(form, { "User-Agent": form }),
      await fetch(`${gate.url}/v1/${form}`, { headers: { "User-Agent": form } }),
      await fetch(`${gate.url}/v1/verify`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          token: key.secret,
          method: "GET",
          path: `/x/${form}`,
          userAgent: `a ${form}`,
        }),
      }),
      await fetch(`${gate.url}/v1/verify`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: `{"token":"${form}","${form}":1`,
      }),
    ];
    for (const answer of answers) {
      expectNone((await answer.text()) + JSON.stringify([...answer.headers]), planted);
    }
    const kept = await wholeDatabase();
    for (const secret of [planted, key.secret]) {
      expectNone(kept, secret);
      expectNone(gate.output(), secret);
    }
    expect(kept).toContain("deploy --key");
  });
});

it("keeps UTF-8 in a header as it was written, and bytes that are none as they came", async () => {
  const { key } = await arrange();
  await authorize(key.secret, {
    "User-Agent": bytes("Zürich-契約/1.0"),
    "X-Forwarded-Uri": bytes("/ordner/größe"),
  });
  await authorize(key.secret, { "User-Agent": "Z\u00FCrich", "X-Forwarded-Uri": "/latin" });
  const { rows } = await database.owner.query(
    "select path, user_agent from calls where key_id = $1 order by path",
    [key.id],
  );
  expect(rows).toEqual([
    { path: "/latin", user_agent: "Z\u00FCrich" },
    { path: "/ordner/größe", user_agent: "Zürich-契約/1.0" },
  ]);
});

it("notes refused credentials and accesses by their ids, and nothing that came from outside", async () => {
  const { tenant, key } = await arrange();
  const unknown = newSecret("ik", "production").text;
  const narrow = await fetch(`${gate.url}/v1/authorize?scope=webhooks:write`, {
    headers: { Authorization: `Bearer ${key.secret}`, "User-Agent": "somebody's own words" },
  });
  await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
  const answers = [
    narrow,
    await authorize(key.secret),
    await authorize(unknown),
    await authorize("ik_live_x"),
  ];
  const ids = answers.map((answer) => answer.headers.get("x-request-id"));
  await expect.poll(() => gate.output()).toContain(ids[3] ?? "");
  const lines = gate
    .output()
    .split("\n")
    .filter((line) => ids.some((id) => id !== null && line.includes(id)));
  const about = { event: "security", keyId: key.id, accountId: tenant.account.id };
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { ...about, kind: "access_refused", code: "insufficient_scope", requestId: ids[0] },
    { ...about, kind: "credential_refused", code: "revoked_key", requestId: ids[1] },
    { event: "security", kind: "credential_refused", code: "unknown_key", keyId: null, requestId: ids[2] },
    { event: "security", kind: "credential_refused", code: "malformed_key", requestId: ids[3] },
  ]);
  for (const line of lines) expect(line).not.toMatch(/own words|127\.0\.0\.1|@/);
});
