import { join } from "node:path";
import { Client, type Pool } from "pg";

import { openPool } from "../db/client";
import { migrate } from "../db/migrate";
import { Failure } from "./failure";

const CONNECT_TIMEOUT_MS = 3_000;
/** Commands may run long statements: building an index, writing a seed. */
const STATEMENT_TIMEOUT_MS = 600_000;
const APPLICATION_ROLE = "countersign_app";
const MIGRATIONS = join(import.meta.dirname, "..", "db", "migrations");

/** A small pool with the rights of the connecting user: for migrations and commands. */
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

/** @throws Failure that names host and port, and never the password */
export async function assertReachable(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
  } catch (error) {
    throw new Failure(
      `The database at ${client.host}:${client.port} can't be used: ${reasonOf(error)}. Check DATABASE_URL.`,
    );
  } finally {
    void client.end().catch(() => undefined);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return error.message || code || error.name;
}

/**
 * The role that the application's queries run as: none on the embedded database, `countersign_app` on a server unless
 * DATABASE_ROLE names another or is set to nothing.
 */
export function applicationRole(environment: Readonly<Record<string, string | undefined>>): string {
  if (!environment["DATABASE_URL"]) return "";
  return environment["DATABASE_ROLE"] ?? APPLICATION_ROLE;
}

/** Brings the database to the newest schema. Any number of starters may do it at once. */
export async function migrateDatabase(pool: Pool, role: string | undefined): Promise<string[]> {
  try {
    return await migrate(pool, MIGRATIONS, role || null);
  } catch (error) {
    throw new Failure(`The database could not be brought up to date: ${reasonOf(error)}`);
  }
}
