/** Accounts and people are made by the operator's commands: the application's login can't, and tests need them. */
import type { Database } from "../client";

const owners = new WeakMap<Database, Database>();

/** Arranges through the owner's connection, from now on, what this connection may not do. */
export function arrangeThrough(application: Database, owner: Database): void {
  owners.set(application, owner);
}

/** The owner's connection to the same database, where there is one. */
export function ownersOf(db: Database): Database {
  return owners.get(db) ?? db;
}
