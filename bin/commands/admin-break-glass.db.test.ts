import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { z } from "zod";

import { testDatabase } from "../../db/testing/database";
import { makeKey } from "../../db/testing/key";
import { freePort } from "../../db/testing/free-port";
import { runProgram, startProgram, untilPrinted, type Program } from "../../db/testing/program";
import { makeTenant } from "../../db/testing/tenant";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const database = testDatabase();
const held: { gate: Program | null; port: number } = { gate: null, port: 0 };
const REASON = "It was posted in a forum";

beforeAll(async () => {
  held.port = await freePort();
  const environment = { DATABASE_URL: database.url, GATE_PORT: String(held.port) };
  held.gate = startProgram("gate/main.ts", { environment });
  await untilPrinted(held.gate, "gate is ready");
});
afterAll(async () => {
  held.gate?.process.kill("SIGTERM");
  await held.gate?.ended;
});

async function admin(...args: string[]): Promise<string> {
  const { code, output } = await runProgram("bin/admin.ts", {
    args: [...args, "--reason", REASON],
    environment: { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl },
  });
  expect(code, output).toBe(0);
  return output.trim();
}

/** What the running gate says to this key right now: "valid", or the code of its refusal. */
async function verdictOf(secret: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${held.port}/v1/verify`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token: secret }),
  });
  const body: unknown = await response.json();
  return z.object({ valid: z.boolean(), code: z.string().default("valid") }).parse(body).code;
}

async function lastEvent(chainId: string): Promise<unknown> {
  const { rows } = await database.owner.query(
    `select action, actor_kind as kind, actor_name as name, reason from audit_events
     where chain_id = $1 order by sequence desc limit 1`,
    [chainId],
  );
  return rows[0];
}

async function makeAccount() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  return { accountId: tenant.account.id, people: tenant.people, key };
}

describe("a command of the operator is in force at the gate from the next request on, and on the record", () => {
  it("key revoke, by id and by GUID", async () => {
    const { accountId, people, key } = await makeAccount();
    const tenant = { id: accountId, environment: "production" } as const;
    const other = await makeKey(database.db, tenant, people.ada.id, { name: "Other" });
    expect(await verdictOf(key.secret)).toBe("valid");
    expect(await admin("key", "revoke", "--key", key.id)).toBe(
      `Nightly export (${key.id}) is revoked: calls with it fail from now on.`,
    );
    expect(await verdictOf(key.secret)).toBe("revoked_key");
    expect(await lastEvent(accountId)).toEqual({
      action: "key.revoked",
      kind: "system",
      name: "admin key revoke",
      reason: REASON,
    });
    const { rows } = await database.owner.query(
      "select revoked_by, revoke_reason, revocation_confirmed_at is not null as confirmed from integration_keys where id = $1",
      [key.id],
    );
    expect(rows).toEqual([{ revoked_by: null, revoke_reason: REASON, confirmed: true }]);

    await admin("key", "revoke", "--key", other.clientId, "--account", accountId);
    expect(await verdictOf(other.secret)).toBe("revoked_key");
  });

  it("account close, and reopen", async () => {
    const { accountId, key } = await makeAccount();
    await admin("account", "close", "--account", accountId);
    expect(await verdictOf(key.secret)).toBe("account_closed");
    expect(await lastEvent(accountId)).toMatchObject({ action: "account.closed", reason: REASON });
    expect(await admin("account", "close", "--account", accountId)).toBe("The account was closed already.");
    await admin("account", "reopen", "--account", accountId);
    expect(await verdictOf(key.secret)).toBe("valid");
    expect(await lastEvent(accountId)).toMatchObject({ action: "account.reopened", kind: "system" });
  });

  it("member deactivate, even the last admin where that is said, and reactivate", async () => {
    const { accountId, people, key } = await makeAccount();
    const member = ["--account", accountId, "--email", people.ada.email];
    const refused = await runProgram("bin/admin.ts", {
      args: ["member", "deactivate", ...member, "--reason", REASON],
      environment: { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl },
    });
    expect(refused.code).toBe(2);
    expect(refused.output).toContain("or give --last-admin");
    expect(await admin("member", "deactivate", ...member, "--last-admin")).toBe(
      "ada is deactivated in the account. Keys that fail from now on: 1.",
    );
    expect(await verdictOf(key.secret)).toBe("owner_inactive");
    expect(await lastEvent(accountId)).toMatchObject({ action: "member.deactivated", reason: REASON });
    await admin("member", "reactivate", ...member);
    expect(await verdictOf(key.secret)).toBe("valid");
  });

  it("session end, all of a person's or one, on the person's record", async () => {
    const { people } = await makeAccount();
    const { id, email } = people.max;
    await database.owner.query(
      `insert into sessions (id_hash, public_id, user_id, expires_at)
       select md5($1 || n), gen_random_uuid(), $1::uuid, now() + interval '1 hour' from generate_series(1, 3) n`,
      [id],
    );
    const { rows } = await database.owner.query<{ id: string }>(
      "select public_id as id from sessions where user_id = $1 limit 1",
      [id],
    );
    expect(await admin("session", "end", "--email", email, "--session", rows[0]?.id ?? "")).toBe(
      `Sessions of ${email} that ended: 1.`,
    );
    expect(await admin("session", "end", "--email", email)).toBe(`Sessions of ${email} that ended: 2.`);
    expect(await lastEvent(id)).toMatchObject({ action: "session.revoked", kind: "system", reason: REASON });
  });

  it("account set-limits, and back to the usual ones", async () => {
    const { accountId, key } = await makeAccount();
    await admin("account", "set-limits", "--account", accountId, "--hourly", "1", "--active-keys", "7");
    expect(await verdictOf(key.secret)).toBe("valid");
    expect(await verdictOf(key.secret)).toBe("hourly_limit_exceeded");
    expect(await lastEvent(accountId)).toMatchObject({ action: "account.limits_changed", reason: REASON });
    await admin("account", "set-limits", "--account", accountId, "--hourly", "usual");
    expect(await verdictOf(key.secret)).toBe("valid");
    const { rows } = await database.owner.query(
      "select hourly_limit, burst_limit, active_key_limit from accounts where id = $1",
      [accountId],
    );
    expect(rows).toEqual([{ hourly_limit: null, burst_limit: null, active_key_limit: 7 }]);
  });
});

const NOBODY = "0199c326-7f80-7242-9039-7e489b147be0";
it.each([
  ["no reason", ["key", "revoke", "--key", NOBODY], "--reason is missing."],
  ["an empty reason", ["account", "close", "--account", NOBODY, "--reason", " "], "--reason is missing."],
  ["no key", ["key", "revoke", "--reason", "x"], "--key is missing."],
  ["an unknown key", ["key", "revoke", "--key", NOBODY, "--reason", "x"], "There is no such key."],
  [
    "an unknown account",
    ["account", "close", "--account", NOBODY, "--reason", "x"],
    "There is no such account.",
  ],
  [
    "an unknown person",
    ["session", "end", "--email", "nobody@operator.example", "--reason", "x"],
    "There is nobody with this address.",
  ],
  [
    "a limit beyond its bounds",
    ["account", "set-limits", "--account", NOBODY, "--hourly", "many", "--reason", "x"],
    '--hourly must be a whole number, or "usual".',
  ],
  [
    "no limit at all",
    ["account", "set-limits", "--account", NOBODY, "--reason", "x"],
    "Give at least one of --active-keys, --hourly and --burst.",
  ],
])("refuses %s in one line, with exit code 2", async (_, args, text) => {
  const { code, output } = await runProgram("bin/admin.ts", {
    args,
    environment: { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl },
  });
  expect([code, output.trim()]).toEqual([2, `countersign: ${text}`]);
});
