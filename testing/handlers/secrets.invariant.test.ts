/** I5: a secret is readable in exactly one response, ever; the database and every other answer hold none. */
import { beforeAll, describe, expect, it } from "vitest";

import { POST as create } from "@/app/api/accounts/[accountId]/integration-keys/route";
import { POST as addKeyPair } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/key-pairs/route";
import { POST as addSecret } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/secrets/route";
import { POST as explain } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/explain/route";
import { POST as replace } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/replace/route";
import { POST as issue } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/issue/route";
import { testDatabase } from "@/db/testing/database";
import { makeCopy } from "@/db/testing/way-to-production";
import { useDatabase } from "@/lib/kernel/database";
import { readSecret } from "@/lib/domain/secrets/key-secret";

import { call, cookieOf, jsonOf } from "../console";
import { addressOf, handlerTable } from "./handlers";
import { sampleOf } from "./samples";
import { idsOf, makeTwoTenants, type TwoTenants } from "./two-tenants";

const database = testDatabase(useDatabase);
const entries = await handlerTable();

let tenants: TwoTenants;
let cookie: string;
/** Secrets of keys and of an app that were revealed, and the id of the last key. */
let revealed: string[];
let ids: Record<string, string>;
/** The private key of a pair that was generated, without its lines. */
let privateKey: string;

const body = { name: "Secret keeper", scopes: ["agreements:read"] };

beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
  cookie = await cookieOf(tenants.ours.people.admin);
  const accountId = tenants.ours.account.id;
  const path = `/api/accounts/${accountId}/integration-keys`;
  const headers = { "Idempotency-Key": "planted" };
  const first = await call(create, { path, params: { accountId }, cookie, json: body, headers });
  expect([first.status, first.headers.get("cache-control")]).toEqual([201, "no-store"]);
  const created = await jsonOf(first);
  const keyId = (created["key"] as { id: string }).id;
  const again = await jsonOf(
    await call(create, { path, params: { accountId }, cookie, json: body, headers }),
  );
  expect(again).toMatchObject({ key: { id: keyId }, secret: null });
  const second = await call(replace, {
    path: `${path}/${keyId}/replace`,
    params: { accountId, keyId },
    cookie,
    json: { ...body, overlapSeconds: 3_600 },
  });
  const replaced = await jsonOf(second);
  revealed = [
    String(created["secret"]),
    String(replaced["secret"]),
    await revealOfApp(),
    await revealOfCopy(),
  ];
  ids = { ...tenants.ids, keyId: (replaced["key"] as { id: string }).id };
});

/** Issues a production copy of Go Live, twice. @returns the secret of the one answer that has it */
async function revealOfCopy(): Promise<string> {
  const { account, people } = tenants.ours;
  const copy = await makeCopy(database.db, account, people.admin.id);
  const params = { accountId: account.id, keyId: copy.id };
  const path = `/api/accounts/${account.id}/integration-keys/${copy.id}/issue`;
  const headers = { "Idempotency-Key": "issue" };
  const first = await call(issue, { path, params, cookie, json: {}, headers });
  expect([first.status, first.headers.get("cache-control")]).toEqual([201, "no-store"]);
  const again = await jsonOf(await call(issue, { path, params, cookie, json: {}, headers }));
  expect(again).toMatchObject({ key: { id: copy.id }, secret: null });
  const refused = await call(issue, { path, params, cookie, json: {} });
  expect([refused.status, await jsonOf(refused)]).toMatchObject([409, { code: "key_already_issued" }]);
  return String((await jsonOf(first))["secret"]);
}

/** Adds a client secret and a key pair to the app. @returns the value of the secret */
async function revealOfApp(): Promise<string> {
  const params = { accountId: tenants.ours.account.id, keyId: tenants.appIds["keyId"] ?? "" };
  const path = `/api/accounts/${params.accountId}/integration-keys/${params.keyId}`;
  const ask = { params, cookie, json: { name: "Planted" } };
  const secret = await call(addSecret, { ...ask, path: `${path}/secrets` });
  const pair = await call(addKeyPair, { ...ask, path: `${path}/key-pairs` });
  for (const answer of [secret, pair]) {
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([201, "no-store"]);
  }
  privateKey = String((await jsonOf(pair))["privateKeyPem"]).replaceAll(/-----.*-----|\s/g, "");
  return String((await jsonOf(secret))["value"]);
}

/** The random part, whole and in halves: a cut secret is a leak too. */
function traces(): string[] {
  const ofSecrets = revealed.flatMap((secret) => {
    const random = secret.replace(/^.*_/, "").slice(0, 40);
    return [random, random.slice(0, 20), random.slice(16, 36)];
  });
  // The modulus at the beginning of a private key is in the public one too; what comes after it is not.
  const ofPair = [
    privateKey.slice(-400, -360),
    privateKey.slice(-800, -760),
    privateKey.slice(-1_200, -1_160),
  ];
  return [...ofSecrets, ...ofPair];
}

function expectNone(text: string): void {
  const lower = text.toLowerCase();
  for (const trace of traces()) {
    expect(text).not.toContain(trace);
    expect(lower).not.toContain(Buffer.from(trace).toString("hex"));
    expect(text).not.toContain(Buffer.from(trace).toString("base64").slice(0, -4));
  }
}

describe("a revealed secret", () => {
  it("was whole, and each its own", () => {
    expect(revealed.map((secret) => readSecret(secret))).toEqual([
      { kind: "ik", environment: "production" },
      { kind: "ik", environment: "production" },
      { kind: "iks", environment: "production" },
      { kind: "ik", environment: "production" },
    ]);
    expect(new Set(revealed).size).toBe(4);
    expect(privateKey.length).toBeGreaterThan(2_000);
  });

  it("is in no row of any table", async () => {
    const { rows: tables } = await database.owner.query<{ name: string }>(
      "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      const { rows } = await database.owner.query(`select row_to_json(t)::text as row from ${name} t`);
      expectNone(JSON.stringify(rows));
    }
  });

  it.each(
    entries
      .filter((entry) => entry.verb === "GET" && entry.pattern.startsWith("/api/accounts"))
      .map((entry) => [entry.pattern, entry] as const),
  )("is not shown again by GET %s", async (_, entry) => {
    const query = (entry.handler.input.query ? sampleOf(entry.handler.input.query) : {}) as Record<
      string,
      string
    >;
    const usual = idsOf(tenants, entry.pattern);
    const own = usual === tenants.ids ? ids : usual;
    const path = `${addressOf(entry.pattern, own)}?${new URLSearchParams(query)}`;
    const params = Object.fromEntries(entry.names.map((name) => [name, own[name] ?? ""]));
    const answer = await call(entry.handler, { path, params, cookie });
    expect(answer.status).toBe(200);
    expectNone((await answer.text()) + JSON.stringify([...answer.headers]));
  });

  it("is in no error, wherever somebody puts it", async () => {
    const accountId = tenants.ours.account.id;
    for (const secret of revealed) {
      const path = `/api/accounts/${accountId}/integration-keys`;
      const json = { ...body, expiresAt: secret, scopes: [secret], method: secret, [secret]: secret };
      const answers = [
        await call(create, { path, params: { accountId }, cookie, json: { ...body, expiresAt: secret } }),
        await call(create, { path, params: { accountId }, cookie, json: { ...body, method: secret } }),
        await call(create, { path: `${path}/${secret}`, params: { accountId: secret }, cookie, json }),
        await call(create, {
          path,
          params: { accountId },
          headers: { Authorization: `Bearer ${secret}` },
          json,
        }),
        await call(create, { path, params: { accountId }, cookie, body: `{"${secret}` }),
      ];
      for (const answer of answers) {
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expectNone(await answer.text());
      }
    }
  });

  it("is not taken where a verdict is explained, and does not come back from there", async () => {
    const params = { accountId: tenants.ours.account.id, keyId: ids["keyId"] ?? "" };
    const path = `/api/accounts/${params.accountId}/integration-keys/${params.keyId}/explain`;
    for (const secret of revealed) {
      for (const json of [
        { path: `/agreements?access_token=${secret}` },
        { scopes: [secret] },
        { address: secret },
        { callId: secret },
        { [secret]: "x" },
        { path: { [secret]: "x" } },
      ]) {
        const answer = await call(explain, { path, params, cookie, json });
        expect(answer.status).toBe(422);
        expectNone((await answer.text()) + JSON.stringify([...answer.headers]));
      }
    }
  });

  it("does not sign anybody in to the console", async () => {
    const accountId = tenants.ours.account.id;
    const headers = { Authorization: `Bearer ${revealed[0]}`, "Access-Token": revealed[0] ?? "" };
    const path = `/api/accounts/${accountId}/integration-keys`;
    const answer = await call(create, { path, params: { accountId }, headers, json: body });
    expect(answer.status).toBe(401);
  });
});
