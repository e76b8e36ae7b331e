import type { PoolClient } from "pg";

const ROLE_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Makes the role that the application's queries run as, and gives it what they need: everything but changing or
 * deleting audit events (R11) and touching the schema. Safe to repeat.
 * @throws Error where the connecting user may not create roles; the message says what to do instead
 */
export async function grantApplicationRole(client: PoolClient, role: string): Promise<void> {
  if (!ROLE_NAME.test(role)) throw new Error(`DATABASE_ROLE ${role} is not a plain role name`);
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (found.rowCount === 0) {
    try {
      await client.query(`create role ${role} nologin`);
    } catch (error) {
      throw new Error(
        `The database user may not create the role ${role}. Create it (create role ${role} nologin; grant ${role} to <user>), or set DATABASE_ROLE to nothing.`,
        { cause: error },
      );
    }
  }
  await client.query(`grant ${role} to current_user`);
  await client.query(`grant usage on schema public to ${role}`);
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
  await client.query(`revoke update, delete, truncate on audit_events from ${role}`);
  await client.query(`revoke delete, truncate on audit_chains from ${role}`);
  await client.query(
    `revoke insert, update, delete on schema_migrations, schema_migration_lock from ${role}`,
  );
}
