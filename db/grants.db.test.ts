import { Client } from "pg";
import { describe, expect, it } from "vitest";

import { declaredRights, GRANTS } from "./grants";
import { migrate } from "./migrate";
import { rightsOf, rolesWithin } from "./roles";
import { testDatabase } from "./testing/database";
import { APPLICATION_LOGIN } from "./testing/global-setup";
import { makeKey } from "./testing/key";
import { makeTenant } from "./testing/tenant";

const database = testDatabase();
/** Of migrations; the application has nothing to do with them. */
const BOOKKEEPING = ["schema_migration_lock", "schema_migrations"];
const FORBIDDEN = "42501";
const FINAL = "23001";

/** Tables, without the days of calls, which are asked for through `calls`. */
async function tables(): Promise<string[]> {
  const { rows } = await database.owner.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and not relispartition
     order by 1`,
  );
  return rows.map((row) => row.name).filter((name) => !BOOKKEEPING.includes(name));
}

/** A key that is revoked and whose overlap ends tomorrow, a removed credential, an ended session and a chain. */
async function makeEnded() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const { id } = tenant.people.ada;
  const key = await makeKey(database.db, tenant.account, id, {
    retiresAt: new Date(Date.now() + 86_400_000),
  });
  await database.owner.query(
    "update integration_keys set revoked_at = now(), revoked_by = $2, revoke_reason = 'Leaked', revocation_confirmed_at = now() where id = $1",
    [key.id, id],
  );
  await database.owner.query(
    "update credentials set revoked_at = now() - interval '1 minute' where key_id = $1",
    [key.id],
  );
  await database.owner.query(
    `insert into sessions (id_hash, public_id, user_id, expires_at, revoked_at)
     values (gen_random_uuid()::text, gen_random_uuid(), $1, now() + interval '1 hour', now())`,
    [id],
  );
  await database.owner.query(
    "insert into audit_chains (chain_id, last_sequence, last_hash) values ($1, 7, repeat('a', 64))",
    [tenant.account.id],
  );
}

async function codeOf(statement: string): Promise<unknown> {
  return database.db.$client.query(statement).then(
    () => "allowed",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );
}

describe("the rights of the application's login", () => {
  it("are declared for every table", async () => {
    const undeclared = (await tables()).filter((table) => !(table in GRANTS));
    expect(
      undeclared,
      `db/grants.ts has no line for ${undeclared.join(", ")}: add one with the verbs and columns that queries use`,
    ).toEqual([]);
    const gone = Object.keys(GRANTS).filter((table) => !BOOKKEEPING.includes(table));
    expect(gone.toSorted()).toEqual(await tables());
  });

  it("are what is declared and nothing else, on tables, on days of calls and on columns", async () => {
    const actual = await rightsOf(database.owner, APPLICATION_LOGIN);
    expect([...actual].toSorted()).toEqual([...declaredRights()].toSorted());
  });

  it("go back to what is declared at the next start, whatever they were changed to", async () => {
    await database.owner.query(`grant all on audit_events, calls_default to ${APPLICATION_LOGIN}`);
    await database.owner.query(`grant update (expires_at) on credentials to ${APPLICATION_LOGIN}`);
    await database.owner.query(`revoke insert on calls from ${APPLICATION_LOGIN}`);
    await migrate(database.owner, `${import.meta.dirname}/migrations`, {
      application: { name: APPLICATION_LOGIN, isLogin: true },
    });
    const actual = await rightsOf(database.owner, APPLICATION_LOGIN);
    expect([...actual].toSorted()).toEqual([...declaredRights()].toSorted());
  });

  it("are all that it can have: it is a member of nothing, and SET ROLE leads nowhere", async () => {
    expect(await rolesWithin(database.owner, APPLICATION_LOGIN)).toEqual([]);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    for (const escape of ["set role none", "reset role", "reset session authorization"]) {
      await client.query(escape);
      await expect(client.query("delete from audit_events")).rejects.toMatchObject({ code: FORBIDDEN });
    }
    for (const escape of ["set role postgres", "set session authorization postgres"]) {
      await expect(client.query(escape)).rejects.toMatchObject({ code: FORBIDDEN });
    }
    await client.end();
  });

  it.each([
    "delete from calls",
    "truncate calls",
    "update calls set code = 'allowed'",
    "update calls set at = now()",
    "delete from calls_default",
    "insert into calls_default select * from calls",
    "update call_hours set hour = now()",
    "delete from call_hours",
    "delete from integration_keys",
    "update integration_keys set scopes = '{*}'",
    "update integration_keys set name = 'x'",
    "update integration_keys set allowed_ranges = '{}'",
    "update credentials set secret_hash = decode(repeat('00', 32), 'hex')",
    "update credentials set key_id = key_id",
    "update credentials set expires_at = null",
    "update credentials set public_key_pem = 'x'",
    "update credentials set created_at = now()",
    "update redirect_uris set uri = 'https://evil.example/'",
    "update integration_keys set is_public = true",
    "delete from credentials",
    "update users set name = 'x'",
    "update users set staff_role = 'support'",
    "update users set email = email",
    "insert into users (id, email, name, staff_role) values (gen_random_uuid(), 'x@example.test', 'x', 'support')",
    "update accounts set name = 'x'",
    "delete from accounts",
    "update organization_admins set user_id = user_id",
    "update organizations set name = 'x'",
    "update accounts set environment = 'production'",
    "insert into accounts (id, name, environment, plan, status) values (gen_random_uuid(), 'x', 'sandbox', 'developer', 'closed')",
    "insert into users (id, email, name, status) values (gen_random_uuid(), 'x@example.test', 'x', 'active')",
    "insert into memberships select * from memberships",
    "insert into memberships (id, account_id, environment, user_id, profile, is_shared) select gen_random_uuid(), account_id, environment, user_id, profile, true from memberships",
    "update invitations set email = 'eve@example.test'",
    "update invitations set profile = 'admin'",
    "update memberships set user_id = user_id",
    "delete from memberships",
    "update sessions set user_id = user_id",
    "update sessions set expires_at = now() + interval '1 year'",
    "update audit_events set reason = null",
    "delete from audit_events",
    "delete from audit_chains",
    "update audit_chains set chain_id = chain_id",
    "insert into organization_admins select * from organization_admins",
    "update claimed_domains set organization_id = organization_id",
    "update claimed_domains set domain = domain",
    "insert into schema_migrations (name) values ('x')",
    "delete from schema_migration_lock",
    "alter table integration_keys disable trigger all",
    "drop trigger integration_keys_end_is_final on integration_keys",
    "create or replace function keep_end_of_key() returns trigger language plpgsql as 'begin return new; end'",
    "create table public.calls_copy (id int)",
    "set session_replication_role = replica",
  ])("do not reach to %s", async (statement) => {
    await makeEnded();
    expect(await codeOf(statement)).toBe(FORBIDDEN);
  });

  it.each([
    "update integration_keys set revoked_at = null, revoked_by = null where revoked_at is not null",
    "update integration_keys set revoked_at = now() + interval '1 day' where revoked_at is not null",
    "update integration_keys set revoke_reason = 'x' where revoked_at is not null",
    "update integration_keys set revocation_confirmed_at = null where revoked_at is not null",
    "update integration_keys set retires_at = null where retires_at is not null",
    "update integration_keys set retires_at = retires_at + interval '1 day' where retires_at is not null",
    "update integration_keys set expires_at = expires_at + interval '1 second'",
    "update integration_keys set account_id = gen_random_uuid()",
    "update integration_keys set created_by = gen_random_uuid()",
    "update integration_keys set prefix = 'ik_test', last_four = 'xxxx'",
    "update credentials set revoked_at = null where revoked_at is not null",
    "update credentials set revoked_at = now() where revoked_at is not null",
    "update sessions set revoked_at = null where revoked_at is not null",
    "update audit_chains set last_sequence = 6, last_hash = repeat('b', 64) where last_sequence = 7",
    "update audit_chains set last_hash = repeat('b', 64) where last_sequence = 7",
  ])("do not bring back what has ended, nor shorten the record: %s", async (statement) => {
    await makeEnded();
    expect(await codeOf(statement)).toBe(FINAL);
  });
});
