/** What a gate keeps is proved by epochs: each column that decides moves one, whoever changes it. */
import type { Pool, PoolClient } from "pg";
import { beforeAll, describe, expect, it } from "vitest";

import { KEY_LOOKUP } from "../lib/verification/lookup/key-lookup";
import { LOOKUPS, lookUpSecrets } from "../lib/verification/lookup/lookup";
import { REQUEST_SECRETS, type Epochs, type RequestSecret } from "../lib/verification/lookup/principal";
import { sha256Hex } from "../lib/platform/secrets/secrets";
import { makeApp, makeToken } from "./testing/app";
import { testDatabase } from "./testing/database";
import { makeKey } from "./testing/key";
import { makeTenant } from "./testing/tenant";

const database = testDatabase();

type Found = {
  readonly epochs: Epochs;
  readonly accountId: string;
  readonly ids: Readonly<Record<string, string>>;
};
const found: Record<RequestSecret, Found | null> = { long_lived: null, access_token: null };

beforeAll(async () => {
  const manager = await makeTenant(database.db, { ada: "admin" });
  const acting = await makeTenant(database.db, { gus: "admin" });
  const key = await makeKey(database.db, manager.account, manager.people.ada.id);
  const app = await makeApp(database.db, manager.account, manager.people.ada.id);
  const token = await makeToken(database.db, app, acting.account.id, acting.people.gus.id);
  found.long_lived = await findOf("long_lived", key.secret, {
    credentials: key.credentialId,
    integration_keys: key.id,
    "accounts a": manager.account.id,
    users: manager.people.ada.id,
    memberships: manager.people.ada.membershipId,
  });
  found.access_token = await findOf("access_token", token.secret, {
    access_tokens: token.id,
    integration_keys: app.id,
    "accounts a": manager.account.id,
    "accounts b": acting.account.id,
    users: acting.people.gus.id,
    memberships: acting.people.gus.membershipId,
  });
});

async function findOf(kind: RequestSecret, secret: string, ids: Found["ids"]): Promise<Found> {
  const gate = { pool: database.db.$client, hasPreparedStatements: false };
  const [one] = await lookUpSecrets(gate, kind, [sha256Hex(secret)]);
  if (!one) throw new Error("The key was not found");
  return { epochs: one.proof.epochs, accountId: one.principal.actsAs.account.id, ids };
}

function factsOf(kind: RequestSecret): Found {
  const facts = found[kind];
  if (!facts) throw new Error("There is nothing yet");
  return facts;
}

/** Tables by their aliases, and the columns that the lookup reads of each: from its text, so that none is forgotten. */
function columnsOf(kind: RequestSecret): (readonly [place: string, table: string, column: string])[] {
  const text = LOOKUPS[kind].text + (kind === "long_lived" ? KEY_LOOKUP.text : "");
  const tables = new Map(
    [...text.matchAll(/\b(?:from|join) (\w+) (\w)\b/g)].map(([, table = "", alias = ""]) => [alias, table]),
  );
  const columns = [...text.matchAll(/\b(\w)\.(\w+)/g)].map(([, alias = "", column = ""]) => {
    const table = tables.get(alias) ?? `no table ${alias}`;
    return [table === "accounts" ? `${table} ${alias}` : table, table, column] as const;
  });
  const ownProof = new Set(["access_epoch"]);
  // The quota is never kept: the statement that records reads it under its lock.
  const kept = columns.filter(([, table, column]) => table !== "call_windows" && !ownProof.has(column));
  return [...new Map(kept.map((one) => [`${one[0]}.${one[2]}`, one])).values()];
}

const TRIGGERS = `
select tgrelid::regclass::text as table, tgname as name from pg_trigger
where tgfoid in ('move_access_epochs'::regproc, 'move_own_access_epoch'::regproc) and tgparentid = 0`;
const CHECKS = `
select conrelid::regclass::text as table, conname as name from pg_constraint
where contype = 'c' and conislocal and coninhcount = 0 and connamespace = 'public'::regnamespace
  and conrelid in (select tgrelid from pg_trigger where tgfoid = 'move_access_epochs'::regproc or tgfoid = 'move_own_access_epoch'::regproc)`;

/** Another value of each type that the lookup reads. */
const CHANGED: Readonly<Record<string, (column: string) => string>> = {
  uuid: () => "gen_random_uuid()",
  text: (column) => `coalesce(${column}, '') || 'x'`,
  "text[]": (column) => `${column} || 'x'::text`,
  bytea: (column) => `sha256(${column})`,
  boolean: (column) => `not ${column}`,
  integer: (column) => `coalesce(${column}, 0) + 1`,
  smallint: (column) => `case when ${column} is null then 50 end`,
  "timestamp(3) with time zone": (column) => `coalesce(${column}, now()) + interval '1 day'`,
};

/**
 * Runs statements on one connection as somebody who has all guards off but the triggers that move epochs, and takes them
 * back. @returns whether any of the epochs moved
 */
async function movesAfter(
  pool: Pool,
  { epochs, accountId }: Pick<Found, "epochs" | "accountId">,
  work: (client: PoolClient) => Promise<unknown>,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows: triggers } = await client.query<{ table: string; name: string }>(TRIGGERS);
    for (const { table, name } of triggers) {
      await client.query(`alter table ${table} enable always trigger ${name}`);
    }
    const { rows: checks } = await client.query<{ table: string; name: string }>(CHECKS);
    for (const { table, name } of checks) await client.query(`alter table ${table} drop constraint ${name}`);
    await client.query("set local session_replication_role = replica");
    await work(client);
    const { rows } = await client.query<{ is_same: boolean }>(
      `select (select access_epoch from accounts where id = $1) is not distinct from $2::bigint
        and (select access_epoch from accounts where id = $3) is not distinct from $4::bigint
        and (select access_epoch from users where id = $5) is not distinct from $6::bigint as is_same`,
      [
        accountId,
        epochs.accountEpoch,
        epochs.managerId,
        epochs.managerEpoch,
        epochs.userId,
        epochs.userEpoch,
      ],
    );
    return rows[0]?.is_same === false;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

async function typeOf(table: string, column: string): Promise<string> {
  const { rows } = await database.owner.query<{ type: string }>(
    `select format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attname = $2`,
    [table, column],
  );
  return rows[0]?.type ?? `no column ${table}.${column}`;
}

describe.each(REQUEST_SECRETS)("what a gate keeps of a %s", (kind) => {
  it.each(columnsOf(kind))("is not proved any more when %s changes: %s.%s", async (place, table, column) => {
    const facts = factsOf(kind);
    const change = CHANGED[await typeOf(table, column)];
    if (!change) throw new Error(`How does ${table}.${column} change? Say it here.`);
    const update = `update ${table} set ${column} = ${change(column)} where id = $1`;
    const id = facts.ids[place];
    const isMoved = await movesAfter(database.owner, facts, async (client) => {
      const { rowCount } = await client.query(update, [id]);
      expect(rowCount).toBe(1);
    });
    expect(isMoved).toBe(true);
  });

  it.each(["credentials", "integration_keys", "memberships", "access_tokens"])(
    "is not proved any more when its row of %s goes",
    async (table) => {
      const facts = factsOf(kind);
      const id = facts.ids[table];
      // The other kind of secret has its own table.
      if (id === undefined) return;
      const remove = (client: PoolClient) => client.query(`delete from ${table} where id = $1`, [id]);
      expect(await movesAfter(database.owner, facts, remove)).toBe(true);
    },
  );
});

describe("an epoch", () => {
  it.each([
    ["credentials", "last_used_at = now()"],
    ["integration_keys", "revocation_confirmed_at = now()"],
    ["users", "password_hash = 'another', must_change_password = true, password_open_until = now()"],
    ["users", "devices_known_since = now(), oidc_subject = 'issuer subject'"],
    ["users", "name = name, status = status"],
    ["accounts a", "plan = plan, status = status"],
    ["memberships", "profile = profile"],
  ])("stays where nothing that decides changes: %s, %s", async (place, change) => {
    const facts = factsOf("long_lived");
    const [table = ""] = place.split(" ");
    const update = (client: PoolClient) =>
      client.query(`update ${table} set ${change} where id = $1`, [facts.ids[place]]);
    expect(await movesAfter(database.owner, facts, update)).toBe(false);
  });

  it("moves when request logging begins and ends, and stays with each request that is logged", async () => {
    const { people, account } = await makeTenant(database.db, { max: "admin" });
    const epoch = async (left: number | null) => {
      const { rows } = await database.owner.query<{ access_epoch: string }>(
        "update users set log_requests_left = $2 where id = $1 returning access_epoch",
        [people.max.id, left],
      );
      return rows[0]?.access_epoch ?? account.id;
    };
    const [begun, logged, ended] = [await epoch(50), await epoch(49), await epoch(null)];
    expect(new Set([begun, logged, ended]).size).toBe(2);
    expect(logged).toBe(begun);
  });

  it("moves of both accounts when an app goes from one to the other", async () => {
    const app = factsOf("access_token");
    const [from, to] = [app.epochs.managerId, app.accountId];
    const epochs = async (client: Pick<PoolClient, "query">) => {
      const { rows } = await client.query<{ access_epoch: string }>(
        "select access_epoch from accounts where id = any($1) order by id",
        [[from, to]],
      );
      return rows.map((row) => row.access_epoch);
    };
    const before = await epochs(database.owner);
    await movesAfter(database.owner, app, async (client) => {
      await client.query("update integration_keys set account_id = $2 where id = $1", [
        app.ids["integration_keys"],
        to,
      ]);
      for (const [index, epoch] of (await epochs(client)).entries()) expect(epoch).not.toBe(before[index]);
    });
  });

  it("is counted on by each of two changes at once, and waits for no change of another account", async () => {
    const { account, people } = await makeTenant(database.db, { ada: "admin" });
    const other = await makeTenant(database.db, { gus: "admin" });
    const [one, two] = [await database.owner.connect(), await database.owner.connect()];
    try {
      const rename = "update memberships set is_shared = not is_shared where id = $1";
      await one.query("begin");
      await one.query(rename, [people.ada.membershipId]);
      await two.query(rename, [other.people.gus.membershipId]);
      const waiting = two.query(
        "update accounts set name = name || 'x' where id = $1 returning access_epoch",
        [account.id],
      );
      const { rows } = await one.query<{ access_epoch: string }>(
        "select access_epoch from accounts where id = $1",
        [account.id],
      );
      await one.query("commit");
      const [last] = (await waiting).rows as { access_epoch: string }[];
      expect(BigInt(last?.access_epoch ?? 0)).toBeGreaterThan(BigInt(rows[0]?.access_epoch ?? 0));
    } finally {
      one.release();
      two.release();
    }
  });

  it("can be set by nobody but the owner of the tables", async () => {
    for (const table of ["accounts", "users"]) {
      const set = database.db.$client.query(`update ${table} set access_epoch = 0`);
      await expect(set).rejects.toThrow(/permission denied/);
    }
  });
});
