/** I5: a secret is readable in exactly one response, ever; the database and every other answer hold none. */
import { beforeAll, describe, expect, it } from "vitest";

import { POST as create } from "@/app/api/accounts/[accountId]/integration-keys/route";
import { POST as explain } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/explain/route";
import { POST as replace } from "@/app/api/accounts/[accountId]/integration-keys/[keyId]/replace/route";
import { testDatabase } from "@/db/testing/database";
import { useDatabase } from "@/lib/kernel/database";
import { readSecret } from "@/lib/domain/key-secret";

import { call, cookieOf, jsonOf } from "./console";
import { addressOf, routeTable } from "./routes";
import { sampleOf } from "./samples";
import { makeTwoTenants, type TwoTenants } from "./two-tenants";

const database = testDatabase(useDatabase);
const routes = await routeTable();

let tenants: TwoTenants;
let cookie: string;
/** Secrets that were revealed, and the id of the last key. */
let revealed: string[];
let ids: Record<string, string>;

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
  revealed = [String(created["secret"]), String(replaced["secret"])];
  ids = { ...tenants.ids, keyId: (replaced["key"] as { id: string }).id };
});

/** The random part, whole and in halves: a cut secret is a leak too. */
function traces(): string[] {
  return revealed.flatMap((secret) => {
    const random = secret.slice(8, 48);
    return [random, random.slice(0, 20), random.slice(16, 36)];
  });
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
    ]);
    expect(new Set(revealed).size).toBe(2);
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
    routes
      .filter((route) => route.verb === "GET" && route.pattern.startsWith("/api/accounts"))
      .map((route) => [route.pattern, route] as const),
  )("is not shown again by GET %s", async (_, route) => {
    const query = (route.handler.input.query ? sampleOf(route.handler.input.query) : {}) as Record<
      string,
      string
    >;
    const path = `${addressOf(route.pattern, ids)}?${new URLSearchParams(query)}`;
    const params = Object.fromEntries(route.names.map((name) => [name, ids[name] ?? ""]));
    const answer = await call(route.handler, { path, params, cookie });
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
