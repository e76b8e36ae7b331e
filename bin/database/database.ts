import { join } from "node:path";
import { Client, type Pool } from "pg";

import { databaseOf, openPool } from "../../db/client";
import type { Migration } from "../../db/migration-files";
import { migrate, pendingMigrations } from "../../db/migrate";
import { rolesWithin, type ApplicationRole } from "../../db/roles";
import { beginRecords } from "../../lib/audit/begin-records";
import { PROJECT_FOLDER } from "../../lib/platform/programs";
import { databaseUrlOf } from "./embedded-address";
import { Failure } from "../process/failure";

type Environment = Readonly<Record<string, string | undefined>>;

const CONNECT_TIMEOUT_MS = 3_000;
/** Commands may run long statements: building an index, writing a seed. */
const STATEMENT_TIMEOUT_MS = 600_000;
const APPLICATION_ROLE = "countersign_app";
/** SQLSTATE insufficient_privilege. */
const FORBIDDEN = "42501";
/** Stands among the migrations once it is done. */
const RECORDS_BEGUN = "records_begun";
const MIGRATIONS = join(PROJECT_FOLDER, "db", "migrations");

/** A small pool with the rights of the connecting user: the tables' owner, for migrations and commands. */
export function openOwnerPool(url: string): Pool {
  return openPool(
    { DATABASE_URL: url },
    {
      max: 2,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      applicationName: "countersign-command",
    },
  );
}

/**
 * The address with which migrations and commands connect: of the tables' owner, where that is another than the
 * application's, else of the one user there is.
 * @throws Failure where there is no database
 */
export async function ownerUrlOf(environment: Environment): Promise<string> {
  return environment["DATABASE_OWNER_URL"] || databaseUrlOf(environment);
}

/** The setting that {@link ownerUrlOf} reads, for messages. */
export function ownerSetting(environment: Environment): "DATABASE_OWNER_URL" | "DATABASE_URL" {
  return environment["DATABASE_OWNER_URL"] ? "DATABASE_OWNER_URL" : "DATABASE_URL";
}

/** Makes sure that the database answers. @throws Failure that names host and port, and never the password */
export async function assertReachable(url: string, setting = "DATABASE_URL"): Promise<void> {
  await onConnection(url, setting, (client) => client.query("select 1"));
}

async function onConnection<T>(
  url: string,
  setting: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw new Failure(
      `The database at ${client.host}:${client.port} can't be used: ${reasonOf(error)}. Check ${setting}.`,
    );
  } finally {
    void client.end().catch(() => undefined);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  return error.message || code || error.name;
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

/**
 * The role that connections take on for the application's queries: none on the embedded database, and none where the
 * application has a login of its own; else `countersign_app`, unless DATABASE_ROLE names another or is set to nothing.
 */
export function applicationRole(environment: Environment): string {
  if (!environment["DATABASE_URL"] || environment["DATABASE_OWNER_URL"]) return "";
  return environment["DATABASE_ROLE"] ?? APPLICATION_ROLE;
}

/** The embedded database belongs to the processes of one start, all of one release. */
function isEmbedded(environment: Environment): boolean {
  return !environment["DATABASE_URL"] || Boolean(environment["EMBEDDED_SOCKET"]);
}

/** The migrations that {@link migrateDatabase} has left to do. @param pool connections of the tables' owner */
export function pendingIn(pool: Pool): Promise<Migration[]> {
  return pendingMigrations(pool, MIGRATIONS);
}

/**
 * Brings the database to the newest schema, and the application's rights to what the code declares. Any number of
 * starters may do it at once.
 * @param pool connections of the tables' owner
 * @param isLast true where the operator says that no process of the release before is left
 * @throws Failure that says what to set
 */
export async function migrateDatabase(
  pool: Pool,
  environment: Environment,
  isLast = isEmbedded(environment),
): Promise<string[]> {
  const application = await applicationOf(environment);
  try {
    const isAlone = isEmbedded(environment);
    const applied = await migrate(pool, MIGRATIONS, { application, isLast, isAlone });
    await beginRecordsOnce(pool);
    return applied;
  } catch (error) {
    const isForbidden = error instanceof Error && codeOf(error) === FORBIDDEN;
    const hint =
      isForbidden && !environment["DATABASE_OWNER_URL"]
        ? " The user of DATABASE_URL does not own the tables: set DATABASE_OWNER_URL to the address of their owner."
        : "";
    throw new Failure(`The database could not be brought up to date: ${reasonOf(error)}.${hint}`);
  }
}

/** Begun again at a later start, a record that somebody deleted would look as if it had never been. */
async function beginRecordsOnce(pool: Pool): Promise<void> {
  const done = await pool.query("select 1 from schema_migrations where name = $1", [RECORDS_BEGUN]);
  if (done.rowCount !== 0) return;
  await beginRecords(databaseOf(pool));
  await pool.query("insert into schema_migrations (name) values ($1) on conflict do nothing", [
    RECORDS_BEGUN,
  ]);
}

/** Whom the application's queries run as: its own login, or a role of the owner's connections, or nobody else. */
async function applicationOf(environment: Environment): Promise<ApplicationRole | null> {
  const url = environment["DATABASE_URL"];
  if (url && environment["DATABASE_OWNER_URL"]) return { name: await restrictedLogin(url), isLogin: true };
  const name = applicationRole(environment);
  return name === "" ? null : { name, isLogin: false };
}

/**
 * The login of DATABASE_URL. One that could become the tables' owner would make two logins as good as one.
 * @throws Failure that names what it could become
 */
async function restrictedLogin(url: string): Promise<string> {
  const { login, within } = await onConnection(url, "DATABASE_URL", async (client) => {
    const { rows } = await client.query<{ login: string }>("select session_user::text as login");
    const login = rows[0]?.login ?? "";
    return { login, within: await rolesWithin(client, login) };
  });
  if (within.length === 0) return login;
  throw new Failure(
    `DATABASE_URL connects as ${login}, which may act as ${within.slice(0, 3).join(", ")}: nothing would keep the application from the rights of the tables' owner. Give it a login that is a member of nothing (README, Database), or leave DATABASE_OWNER_URL out.`,
  );
}

/** What a deployment with one database user gives up, in words for its start; null where it gives up nothing. */
export function oneLoginWarning(environment: Environment): string | null {
  if (!environment["DATABASE_URL"] || environment["DATABASE_OWNER_URL"]) return null;
  return "One database user: whoever gets hold of the application's connection has the rights of the tables' owner, the record included. Set DATABASE_OWNER_URL, and give DATABASE_URL a login of its own (README, Database).";
}
