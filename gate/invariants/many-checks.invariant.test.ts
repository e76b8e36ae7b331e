/** Many checks in one request are as many single checks: in their answers, in every table, and after a revocation (I1). */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeApp, makeToken } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import type { VerifyAnswer } from "../../lib/contracts/gate/gate";
import { REFUSALS } from "../../lib/domain/verdict/refusals";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { switchRequestLogging } from "../../lib/request-logs/switch";
import { verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { until } from "../testing/until";
import { withinOneBurst } from "../testing/within-one-hour";

const ROUTES = `
unknownRoutes: refuse
routes:
  - { method: GET, path: /agreements, scopes: agreements:read }
  - { method: POST, path: /agreements, scopes: agreements:write }
  - { method: GET, path: "/accounts/{accountId}/users", scopes: [] }
`;
const database = testDatabase(useDatabase);
const folder = mkdtempSync(join(tmpdir(), "countersign-many-"));
let gate: GateProcess;
beforeAll(async () => {
  const file = join(folder, "routes.yaml");
  writeFileSync(file, ROUTES);
  gate = await startGate(database.url, { GATE_ROUTES: file });
});
afterAll(async () => {
  await gate.stop();
  rmSync(folder, { recursive: true });
});

type Check = Readonly<Record<string, unknown>>;
type Answered = { readonly status: number; readonly body: unknown };
/** What a world was asked about, and the names of the ids in it. */
type World = { readonly checks: readonly Check[]; readonly names: ReadonlyMap<string, string> };

/** Accounts and keys in every state, and checks that have every verdict, with limits at their edge. Each world is the same. */
async function makeWorld(address: string): Promise<World> {
  const names = new Map<string, string>();
  const tenant = async (name: string, options: TenantOptions = {}) => {
    const made = await makeTenant(database.db, { ada: "admin" }, options);
    names.set(made.account.id, `${name} account`).set(made.people.ada.id, `${name} person`);
    const key = async (more: Parameters<typeof makeKey>[3] = {}) => {
      const one = await makeKey(database.db, made.account, made.people.ada.id, more);
      const of = `${name} key ${names.size}`;
      names.set(one.id, of).set(one.clientId, `${of} client`).set(one.credentialId, `${of} credential`);
      return one;
    };
    return { ...made, key, ada: contextOf(made, "ada") };
  };
  const plain = await tenant("plain");
  await switchRequestLogging(plain.ada, { isEnabled: true });
  const revoked = await plain.key();
  await revokeIntegrationKey(plain.ada, { keyId: revoked.id, reason: "leaked" });
  const [good, ranged] = [await plain.key(), await plain.key({ allowedRanges: ["192.0.2.0/24"] })];
  const expired = await plain.key({ expiresAt: new Date(Date.now() - 60_000) });
  const app = await makeApp(database.db, plain.account, plain.people.ada.id);
  const token = await makeToken(database.db, app, plain.account.id, plain.people.ada.id);
  const elsewhere = { resource: "https://elsewhere.example" };
  const bound = await makeToken(database.db, app, plain.account.id, plain.people.ada.id, elsewhere);
  names.set(app.id, "app").set(app.clientId, "app client").set(token.id, "token").set(bound.id, "bound");
  const closed = await tenant("closed");
  await database.owner.query("update accounts set status = 'closed' where id = $1", [closed.account.id]);
  const leaving = await tenant("leaving");
  await database.owner.query("update users set status = 'deactivated' where id = $1", [
    leaving.people.ada.id,
  ]);
  const [small, hourly] = [await tenant("small"), await tenant("hourly", { hourlyLimit: 4 })];
  await database.owner.query("update accounts set has_integration_keys = false where id = $1", [
    small.account.id,
  ]);
  const burst = await tenant("burst", { burstLimit: 3 });
  const [overHour, overBurst] = [await hourly.key(), await burst.key()];
  const other = await hourly.key();
  const misused = await tenant("misused");
  const without = await misused.key({ scopes: [] });
  const read = { method: "GET", path: "/agreements?x=1", ip: "192.0.2.9", userAgent: "portal/1" };
  const checkOf = (secret: TestKey | { secret: string }, more: Check = {}) => ({
    token: secret.secret,
    ...read,
    ...more,
  });
  const checks: Check[] = [
    checkOf(good),
    checkOf(good, { method: "POST" }),
    checkOf(good, { method: "POST", path: null }),
    checkOf(good),
    checkOf(revoked),
    checkOf(expired),
    checkOf(good, { environment: "sandbox" }),
    checkOf(ranged),
    checkOf(ranged, { ip: "203.0.113.1" }),
    checkOf(good, { path: "/a%2fb" }),
    checkOf(good, { path: "/agreements/../x" }),
    checkOf(good, { path: "/nothing" }),
    checkOf(good, { path: `/accounts/${hourly.account.id}/users` }),
    checkOf(good, { path: `/accounts/${plain.account.id}/users` }),
    checkOf(token),
    checkOf(bound),
    checkOf(await closed.key()),
    checkOf(await leaving.key()),
    checkOf(await small.key()),
    { ...read, token: newSecret("ik", "production").text, ip: address },
    { ...read, token: newSecret("iks", "production").text, ip: address },
    { ...read, token: "ik_live_nonsense", ip: address },
    checkOf(good, { more: 1 }),
    checkOf(good, { userAgent: "x".repeat(10_001) }),
    // The last of the hour and of the burst are granted in order, whichever key of the account asks.
    ...[overHour, other, overHour, other, overHour, other].map((one) => checkOf(one)),
    ...Array.from({ length: 5 }, () => checkOf(overBurst)),
    // As many without a good key from one address as are told why, and some more.
    ...Array.from({ length: 200 }, () => ({ ...read, token: null, ip: address })),
  ];
  return { checks: [...checks, checkOf(without, { scopes: ["agreements:read"] }), checkOf(good)], names };
}

/** Refusals of one key for one reason: as many as are told it, and some more. */
async function makeMisuse(): Promise<World> {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  const names = new Map([
    [tenant.account.id, "account"],
    [tenant.people.ada.id, "person"],
    [key.id, "key"],
    [key.credentialId, "credential"],
  ]);
  const check = { token: key.secret, scopes: ["agreements:write"], method: "GET", path: "/agreements" };
  return { checks: Array.from({ length: 110 }, () => check), names };
}

/** One after the other, each in a request of its own. */
async function askSingly({ checks }: World): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (const check of checks) {
    const response = await verifyWith(gate.url, check);
    answers.push({ status: response.status, body: await response.json() });
  }
  return answers;
}

/** All of them, in requests of at most so many. So many are let in at once, however slow the machine is. */
async function askTogether({ checks }: World, size = 64): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let from = 0; from < checks.length; from += size) {
    const response = await verifyWith(gate.url, { checks: checks.slice(from, from + size) });
    expect(response.status).toBe(200);
    // The gate answers with its contract's type.
    const { results } = (await response.json()) as { results: Answered[] };
    answers.push(...results);
  }
  return answers;
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d(?::\d\d)?)/g;

/** A value with the names of the ids that the world was made with, and nothing that differs between two runs. */
function named(value: unknown, { names }: World): string {
  return JSON.stringify(value)
    .replaceAll(ID, (id) => names.get(id) ?? "an id")
    .replaceAll(TIME, "a time")
    .replaceAll(/198\.51\.\d+\.\d+/g, "an address")
    .replaceAll(/\w+\.\w+@example\.test/g, "an email")
    .replaceAll(/\/checks\/\d+/g, "")
    .replaceAll(/"(duration_microseconds|retryAfterSeconds|resetsAt|access_epoch)":\d+/g, '"$1":0');
}

/** Every row of every table, as text. */
async function everyRow(): Promise<Map<string, string[]>> {
  const { rows: tables } = await database.owner.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const all = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await database.owner.query<{ row: string }>(
      `select to_json(t)::text as row from "${name}" t`,
    );
    all.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return all;
}

/** What the questions changed: the rows that are there now and were not before. */
async function changedBy(ask: (world: World) => Promise<Answered[]>, world: World) {
  const before = await everyRow();
  const answers = await ask(world);
  const after = await everyRow();
  const changes: Record<string, readonly string[]> = {};
  for (const [table, rows] of after) {
    const old = new Set(before.get(table));
    if (table === "unknown_key_hours") {
      // A row of the hour is taken at random: only their sum says something.
      const sum = (of: readonly string[] = []) => of.reduce((total, row) => total + countOf(row), 0);
      changes[table] = [`${sum(rows) - sum(before.get(table))} more`];
    } else {
      changes[table] = rows
        .filter((row) => !old.has(row))
        .map((row) => named(JSON.parse(row), world))
        .toSorted();
    }
  }
  return { answers: answers.map((answer) => named(withoutUse(answer), world)), changes, raw: answers };
}

/** A refusal tells what was used when its key was looked up, which is one moment for checks that come together. */
function withoutUse({ status, body }: Answered): Answered {
  return "valid" in (body as object) && !(body as VerifyAnswer).valid
    ? { status, body: { ...(body as VerifyAnswer), limits: null } }
    : { status, body };
}

const countOf = (row: string) => (JSON.parse(row) as { count: number }).count;

const codesOf = (answers: readonly Answered[]) =>
  new Set(
    answers.map(({ body }) =>
      "code" in (body as object) ? (body as VerifyAnswer & { code: string }).code : "allowed",
    ),
  );

describe("N checks in one request", () => {
  it("are answered and recorded as N single ones: all verdicts, all limits, every table", async () => {
    let tries = 0;
    const [singly, together] = await withinOneBurst(async () => {
      tries += 1;
      const worlds = [await makeWorld(`198.51.${tries}.1`), await makeWorld(`198.51.${tries}.2`)] as const;
      return [await changedBy(askSingly, worlds[0]), await changedBy(askTogether, worlds[1])];
    });
    const codes = codesOf(singly.raw);
    expect(["allowed", ...REFUSALS, "validation_failed"].filter((code) => !codes.has(code))).toEqual([]);
    expect(together.answers).toEqual(singly.answers);
    expect(together.changes).toEqual(singly.changes);
    const written = Object.keys(singly.changes).filter((table) => singly.changes[table]?.length !== 0);
    expect(written.toSorted()).toEqual([
      "call_hours",
      "call_windows",
      "calls",
      "key_activity",
      "request_log_entries",
      "scope_uses",
      "unknown_key_hours",
      "users",
    ]);
  }, 120_000);

  it("are told why as often as single ones, and kept as often", async () => {
    const [singly, together] = await withinOneBurst(async () => {
      const worlds = [await makeMisuse(), await makeMisuse()] as const;
      return [await changedBy(askSingly, worlds[0]), await changedBy(askTogether, worlds[1])];
    });
    expect(codesOf(singly.raw)).toEqual(new Set(["insufficient_scope", "burst_limit_exceeded"]));
    expect(together.answers).toEqual(singly.answers);
    expect(together.changes).toEqual(singly.changes);
  }, 60_000);
});

describe("I1: a revocation within many checks at once", () => {
  it("is known to every check that was sent after it, on two gates, however many are under way", async () => {
    const second = await startGate(database.url);
    try {
      const tenant = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
      const [key, kept] = [
        await makeKey(database.db, tenant.account, tenant.people.ada.id),
        await makeKey(database.db, tenant.account, tenant.people.ada.id),
      ];
      const checks = [key, kept, key, kept].flatMap(({ secret }) =>
        Array.from({ length: 8 }, () => ({ token: secret })),
      );
      const asked: { readonly start: number; readonly results: readonly Answered[] }[] = [];
      let revokedAt = Number.POSITIVE_INFINITY;
      let after = 0;
      const client = async (url: string) => {
        while (after < 60) {
          const start = performance.now();
          const response = await verifyWith(url, { checks });
          // The gate answers with its contract's type.
          const { results } = (await response.json()) as { results: Answered[] };
          asked.push({ start, results });
          if (start > revokedAt) after += 1;
        }
      };
      const clients = [gate.url, second.url, gate.url, second.url].map(client);
      await until(() => asked.length >= 20);
      await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
      revokedAt = performance.now();
      await Promise.all(clients);
      const validOf = (results: readonly Answered[], of: TestKey) =>
        results.filter(
          ({ body }) => (body as VerifyAnswer).valid && (body as { keyId?: string }).keyId === of.id,
        );
      const before = asked.filter(({ start }) => start < revokedAt);
      expect(before.some(({ results }) => validOf(results, key).length === 16)).toBe(true);
      const late = asked.filter(({ start }) => start > revokedAt);
      expect(late.length).toBeGreaterThanOrEqual(60);
      expect(late.flatMap(({ results }) => validOf(results, key))).toEqual([]);
      expect(late.some(({ results }) => validOf(results, kept).length === 16)).toBe(true);
    } finally {
      await second.stop();
    }
  }, 60_000);
});
