import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it, vi } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { runProgram } from "../../db/testing/program";
import { makeTenant, contextOf } from "../../db/testing/tenant";
import { createIntegrationKey } from "../../lib/integration-keys/keys/making/create";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { createAccount } from "../../lib/provisioning/create-account";
import { insertPerson } from "../../lib/provisioning/person";
import { headLines, readHeads } from "./noted-heads";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
const folder = mkdtempSync(join(tmpdir(), "countersign-heads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({ DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl });
const verify = (...args: string[]) => runProgram("bin/audit-verify.ts", { args, environment: environment() });

/** An account and its first admin, made as the operator's command makes them. */
async function makeAccount() {
  useDatabase(database.ownerDb);
  const { accountId, admin } = await createAccount(
    "test",
    { name: "Acme", environment: "production", plan: "enterprise", hasIntegrationKeys: true },
    (tx) =>
      insertPerson(tx, {
        command: "test",
        email: `${crypto.randomUUID()}@example.test`,
        name: "Ada",
        passwordHash: null,
        isStaff: false,
      }),
  );
  useDatabase(database.db);
  return { accountId, personId: admin.id };
}

/** Takes the whole record away, event and head, as nobody but the tables' owner can. */
async function erase(where = "true", values: readonly unknown[] = []): Promise<void> {
  await database.tamper(`delete from audit_events where ${where}`, values);
  await database.tamper(`delete from audit_chains where ${where}`, values);
}

// Each test has the database to itself: what is checked is all of it.
beforeEach(async () => {
  await database.tamper(
    "truncate audit_events, audit_chains, idempotency_keys, credentials, integration_keys, memberships, key_policies, accounts, sessions, users cascade",
  );
});

it("never takes an empty record for a valid one", async () => {
  const nobody = await verify();
  expect(nobody).toMatchObject({ code: 1 });
  expect(nobody.output).toContain("There is no record");
  await makeAccount();
  const whole = await verify();
  expect(whole.code, whole.output).toBe(0);
  expect(whole.output).toContain("2 records, 3 events, 0 broken.");
  await erase();
  const erased = await verify();
  expect(erased.code).toBe(1);
  expect(erased.output).toContain("2 records, 0 events, 2 broken.");
});

it("names the account, and the person, whose chain and head are deleted, also once it goes on", async () => {
  const { accountId, personId } = await makeAccount();
  for (const [id, words] of [
    [accountId, `Record of the account Acme (${accountId}): Event 1 is gone`],
    [personId, `Record of the person Ada (${personId}): Event 1 is gone`],
  ] as const) {
    await erase("chain_id = $1", [id]);
    const { code, output } = await verify();
    expect(code).toBe(1);
    expect(output).toContain(words);
  }
  const other = await makeAccount();
  await erase("chain_id = $1", [other.accountId]);
  await database.tamper("update memberships set profile = 'admin'");
  const ada = { id: other.personId, name: "Ada", email: "ada@example.test", isStaff: false };
  await createIntegrationKey(
    {
      request: { requestId: "test", address: null, userAgent: null },
      user: ada,
      sessionId: other.personId,
      account: {
        id: other.accountId,
        organizationId: null,
        name: "Acme",
        environment: "production",
        plan: "enterprise",
        status: "active",
        hasIntegrationKeys: true,
      },
      profile: "admin",
    },
    {
      name: "Goes on",
      method: "long_lived",
      scopes: ["agreements:read"],
      allowedRanges: [],
      expiresAt: undefined,
      idempotencyKey: null,
    },
  );
  const { code, output } = await verify("--account", other.accountId);
  expect(code).toBe(1);
  expect(output).toContain("The record has no beginning");
});

it("names a record that belongs to nobody any more", async () => {
  const { accountId } = await makeAccount();
  await database.tamper("delete from memberships");
  await database.tamper("delete from key_policies");
  await database.tamper("delete from accounts where id = $1", [accountId]);
  const { code, output } = await verify();
  expect(code).toBe(1);
  expect(output).toContain(`Record ${accountId}: It is of no account and no person`);
});

it("names a key that the record says is revoked, and is not", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const migrated = await runProgram("bin/migrate.ts", { environment: environment() });
  expect(migrated.code, migrated.output).toBe(0);
  const ctx = contextOf(tenant, "ada");
  const { key } = await createIntegrationKey(ctx, {
    name: "Nightly export",
    method: "long_lived",
    scopes: ["agreements:read"],
    allowedRanges: [],
    expiresAt: undefined,
    idempotencyKey: null,
  });
  await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
  expect((await verify()).code).toBe(0);
  await database.tamper("update integration_keys set revoked_at = null, revoked_by = null where id = $1", [
    key.id,
  ]);
  const { code, output } = await verify();
  expect(code).toBe(1);
  expect(output).toContain(`Key Nightly export (${key.id}) is not revoked, and the record says that it was.`);

  // What was begun once is not begun again: it would look as if it had never been.
  await erase();
  expect((await runProgram("bin/migrate.ts", { environment: environment() })).code).toBe(0);
  expect((await verify()).output).toContain("2 records, 0 events, 2 broken.");
});

it("names by heads noted before what is missing since, the last events cut off together with the head", async () => {
  const { accountId } = await makeAccount();
  const noted = await verify("--heads");
  expect(noted.code, noted.output).toBe(0);
  const file = join(folder, "heads.txt");
  writeFileSync(file, noted.output.slice(noted.output.indexOf("broken.\n") + 8));
  expect((await verify("--expect", file)).output).toContain("2 noted heads, 0 missing.");

  await database.tamper("delete from audit_events where chain_id = $1 and sequence = 2", [accountId]);
  await database.tamper(
    `update audit_chains set last_sequence = 1,
       last_hash = (select hash from audit_events where chain_id = $1 and sequence = 1) where chain_id = $1`,
    [accountId],
  );
  await database.tamper("delete from memberships");
  expect((await verify()).code).toBe(0);
  const { code, output } = await verify("--expect", file);
  expect(code).toBe(1);
  expect(output).toContain(
    `Record ${accountId}: event 2, which was its last when the heads were noted, is gone`,
  );
});

it.each([
  ["nothing", ""],
  ["no head", "# 0 heads\n"],
  ["a part", `${crypto.randomUUID()} 2 ${"a".repeat(64)}\n`],
  ["another count", `${crypto.randomUUID()} 2 ${"a".repeat(64)}\n# 2 heads\n`],
  ["something else", "hello\n# 1 head\n"],
])("refuses noted heads that hold %s: they would prove nothing", (_what, text) => {
  expect(() => readHeads(text)).toThrow(/heads/);
});

it("reads back what it prints, behind what npm says before it", () => {
  const heads = [{ chainId: crypto.randomUUID(), sequence: 12, hash: "ab".repeat(32) }];
  expect(readHeads(`\n> countersign@1.0.0 audit:verify\n> tsx\n\n${headLines(heads).join("\n")}\n`)).toEqual(
    heads,
  );
});
