import type { Pool, PoolClient } from "pg";

import { columnsOf, declaredRights, rightOf, GRANTS, type Right } from "./grants";

const ROLE_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** A connection, or a pool that chooses one. */
type Queries = Pick<PoolClient, "query"> | Pick<Pool, "query">;

/** Whom the application's queries run as. */
export type ApplicationRole = {
  readonly name: string;
  /** True for a login of its own; false for a role that the owner's connections take on with SET ROLE. */
  readonly isLogin: boolean;
};

/**
 * Gives the application's role exactly what is declared in `grants.ts`, whatever it had before. A role that the
 * owner's connections take on is made where it is missing. Safe to repeat: nothing is written where nothing differs.
 * @throws Error where the connecting user may not create roles; the message says what to do instead
 */
export async function grantToApplication(client: PoolClient, role: ApplicationRole): Promise<void> {
  const name = quoted(role);
  if (!role.isLogin) await makeRole(client, role.name);
  await client.query(`grant usage on schema public to ${name}`);
  if (isSame(declaredRights(), await rightsOf(client, role.name))) return;
  await client.query(`revoke all on all tables in schema public from ${name}`);
  for (const [table, grant] of Object.entries(GRANTS)) {
    const verbs = [
      "select",
      ...(grant.insert === true ? ["insert"] : []),
      ...limited("insert", columnsOf(grant.insert)),
      ...limited("update", columnsOf(grant.update)),
      ...(grant.delete ? ["delete"] : []),
    ];
    await client.query(`grant ${verbs.join(", ")} on "${table}" to ${name}`);
  }
}

/** A verb on some columns; nothing for none. */
function limited(verb: string, columns: readonly string[]): string[] {
  return columns.length === 0 ? [] : [`${verb} (${columns.map((column) => `"${column}"`).join(", ")})`];
}

function isSame(one: ReadonlySet<Right>, other: ReadonlySet<Right>): boolean {
  return one.size === other.size && [...one].every((right) => other.has(right));
}

/** The rights on tables and columns that were granted to this role by name. */
export async function rightsOf(client: Queries, role: string): Promise<Set<Right>> {
  const { rows } = await client.query<{ table: string; column: string | null; verb: string }>(
    `with held as (
       select c.oid, c.relname, null::name as attname, c.relacl as acl from pg_class c
       union all
       select c.oid, c.relname, a.attname, a.attacl from pg_class c join pg_attribute a on a.attrelid = c.oid
     )
     select held.relname as table, held.attname as column, x.privilege_type as verb
     from held join pg_class c using (oid) cross join lateral aclexplode(held.acl) x
     join pg_roles r on r.oid = x.grantee
     where c.relnamespace = 'public'::regnamespace and r.rolname = $1`,
    [role],
  );
  return new Set(rows.map(({ table, column, verb }) => rightOf(table, verb, column)));
}

/**
 * Roles that a login could become, or whose rights it has, by name: with any of them it may have more than what is
 * granted to it. A superuser has all.
 */
export async function rolesWithin(client: Queries, login: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles where rolname <> $1 and pg_has_role($1, oid, 'member') order by rolname`,
    [login],
  );
  return rows.map((row) => row.name);
}

function quoted({ name, isLogin }: ApplicationRole): string {
  if (isLogin) return `"${name.replaceAll('"', '""')}"`;
  if (!ROLE_NAME.test(name)) throw new Error(`DATABASE_ROLE ${name} is not a plain role name`);
  return name;
}

async function makeRole(client: PoolClient, role: string): Promise<void> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (found.rowCount === 0) {
    try {
      await client.query(`create role ${role} nologin`);
    } catch (error) {
      throw new Error(
        `The database user may not create the role ${role}. Create it (create role ${role} nologin; grant ${role} to <user>), or give the application a login of its own and set DATABASE_OWNER_URL, or set DATABASE_ROLE to nothing.`,
        { cause: error },
      );
    }
  }
  if (!(await canBecome(client, role))) await client.query(`grant ${role} to current_user`);
}

/**
 * Whether the connecting user may run queries as the role. Membership is granted only where it is missing: granting
 * takes the right to administer the role, which an owner that somebody else made a member does not have.
 */
async function canBecome(client: PoolClient, role: string): Promise<boolean> {
  // Since PostgreSQL 16 one may be a member of a role without being allowed to become it.
  const { rows } = await client.query<{ can: boolean }>(
    `select pg_has_role($1, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as can`,
    [role],
  );
  return rows[0]?.can ?? false;
}
