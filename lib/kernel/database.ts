import { databaseOf, openPool, type Database, type Transaction } from "@/db/client";

import { readDatabaseSettings } from "../platform/settings/env";

export type { Database, Transaction };

/**
 * A database, or a transaction, that can be read: it has no insert, update or delete. Who writes goes through `change`
 * (see change.ts), or through `unrecorded` for what is not on the record.
 */
export type Reader = Pick<Database, "select" | "selectDistinct" | "execute">;
/** A reader with the driver itself, for a statement that the gate sends too. */
export type DriverReader = Reader & Pick<Database, "$client">;

/** Longest run of one statement of a page or of the BFF. */
const STATEMENT_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;

// Kept on the global object, since a development server loads this module again after every change.
const holder = globalThis as typeof globalThis & { countersignDatabase?: Database };

/** The console's database, opened at first use from the environment. */
export function database(): Database {
  holder.countersignDatabase ??= connect();
  return holder.countersignDatabase;
}

/** Puts another database in place of the one of the environment: for tests and commands. */
export function useDatabase(replacement: Database): void {
  holder.countersignDatabase = replacement;
}

function connect(): Database {
  const settings = readDatabaseSettings();
  return databaseOf(
    openPool(settings, {
      max: settings.DATABASE_POOL,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      applicationName: "countersign-web",
      // Compiling a query takes longer than any of ours runs.
      serverSettings: ["jit=off"],
    }),
  );
}
