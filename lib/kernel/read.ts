import type { Database } from "@/db/client";

import type { Permission } from "../domain/profiles";
import { authorize } from "./access";
import type { AccountContext } from "./context";
import { database } from "./database";
import { readableError } from "./database-errors";

/**
 * Runs a query for an account. The context was made from the database in the same request; the account's id must be
 * in the query's WHERE all the same.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled | database_unavailable
 */
export async function read<T>(
  ctx: AccountContext,
  permission: Permission,
  query: (db: Database) => Promise<T>,
): Promise<T> {
  authorize(ctx, permission);
  return ask(query);
}

/** Runs a query that belongs to no account: of the person alone, or of support after its own check. */
export async function ask<T>(query: (db: Database) => Promise<T>): Promise<T> {
  try {
    return await query(database());
  } catch (error) {
    throw readableError(error);
  }
}
