import { databaseOf } from "@/db/client";

import type { Permission } from "../domain/people/profiles";
import { authorize } from "./access";
import type { AccountContext } from "./context";
import { database, type DriverReader, type Reader } from "./database";
import { readableError } from "./database-errors";

/**
 * Runs a query for an account. The context was made from the database in the same request; the account's id must be
 * in the query's WHERE all the same.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled | database_unavailable
 */
export async function read<T>(
  ctx: AccountContext,
  permission: Permission,
  query: (db: DriverReader) => Promise<T>,
): Promise<T> {
  authorize(ctx, permission);
  return ask(query);
}

/** Runs a query that belongs to no account: of the person alone, or of support after its own check. */
export async function ask<T>(query: (db: DriverReader) => Promise<T>): Promise<T> {
  try {
    return await query(database());
  } catch (error) {
    throw readableError(error);
  }
}

/** Runs several queries on one snapshot of the database, in a transaction that can write nothing. */
export function inSnapshot<T>(db: DriverReader, query: (reader: Reader) => Promise<T>): Promise<T> {
  return databaseOf(db.$client).transaction(query, {
    isolationLevel: "repeatable read",
    accessMode: "read only",
  });
}
