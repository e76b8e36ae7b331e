import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";

import { CALL_CODES, KNOCKING_CODES } from "../../lib/domain/verdict/refusals";
import { instant } from "./columns";

/**
 * One row per checked request of a known key, written before its answer is sent. Partitioned by day of
 * `at` in the database (see the migration), so that retention drops whole days. No foreign keys: the hot path writes
 * ids that it has just read, and keys and accounts are never deleted. No CHECK of the codes: a new one would change it, under
 * a lock that every check waits for.
 */
export const calls = pgTable(
  "calls",
  {
    /** UUIDv7: names the call in answers and logs, and authenticates a report of its outcome. */
    id: uuid("id").notNull(),
    at: instant("at").notNull(),
    /** The account that the call acted in; its members see all of it. The key may be managed by another. */
    accountId: uuid("account_id").notNull(),
    keyId: uuid("key_id").notNull(),
    /** The credential that came with the call, or the access token. */
    credentialId: uuid("credential_id").notNull(),
    /** Whom the call acted as; null in calls of the first release, which acted as the key's creator. */
    userId: uuid("user_id"),
    method: text("method").notNull(),
    /** The path of the request without its query, which may hold secrets. */
    path: text("path").notNull(),
    code: text("code", { enum: CALL_CODES }).notNull(),
    scopesNeeded: text("scopes_needed").array().notNull(),
    address: text("address"),
    userAgent: text("user_agent"),
    /** HTTP status that the resource server reported; null where it did not. */
    outcomeStatus: smallint("outcome_status"),
  },
  (table) => [
    primaryKey({ columns: [table.at, table.id] }),
    // Calls tab of a key; last day's callers of a key.
    index("calls_key").on(table.keyId, table.at, table.id),
  ],
);

/** Calls of a key in an account per clock hour and verdict: what the charts draw, kept longer than the calls themselves. */
export const callHours = pgTable(
  "call_hours",
  {
    keyId: uuid("key_id").notNull(),
    hour: instant("hour").notNull(),
    code: text("code", { enum: CALL_CODES }).notNull(),
    accountId: uuid("account_id").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.hour, table.code, table.accountId] }),
    // The daily notice: accounts whose keys were called in vain in these hours, and those keys. Such calls are few.
    index("call_hours_knocking")
      .on(table.hour, table.accountId)
      .where(sql`code in (${sql.raw(KNOCKING_CODES.map((code) => `'${code}'`).join(", "))})`),
  ],
);

/**
 * Requests with a whole key that nobody has, per clock hour: counted, not kept one by one. Several rows
 * per hour, so that gates do not queue for one.
 */
export const unknownKeyHours = pgTable(
  "unknown_key_hours",
  {
    hour: instant("hour").notNull(),
    shard: smallint("shard").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.shard] })],
);

/**
 * The first, last and last allowed call of a key in an account, for lists and the lifeline. Its name in the database is that
 * of the first release, whose gate writes it too.
 */
export const keyLastCalls = pgTable(
  "key_activity",
  {
    keyId: uuid("key_id").notNull(),
    accountId: uuid("account_id").notNull(),
    firstCallAt: instant("first_call_at").notNull(),
    lastCallAt: instant("last_call_at").notNull(),
    lastCode: text("last_code", { enum: CALL_CODES }).notNull(),
    lastAddress: text("last_address"),
    lastUserAgent: text("last_user_agent"),
    /** "Last used": the last call that was allowed. */
    lastAllowedAt: instant("last_allowed_at"),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.accountId] })],
);

/** The last allowed use of each scope of a key in an account: the scope picture. */
export const scopeUses = pgTable(
  "scope_uses",
  {
    keyId: uuid("key_id").notNull(),
    /** Filled in by a trigger where the first release's gate writes. */
    accountId: uuid("account_id").notNull(),
    scope: text("scope").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.accountId, table.scope] })],
);

/**
 * Allowed calls of an account in the present clock hour and burst window (R10): one row per account, moved on in
 * place. A row whose window has passed counts for nothing.
 */
export const callWindows = pgTable("call_windows", {
  accountId: uuid("account_id").primaryKey(),
  hourStart: instant("hour_start").notNull(),
  hourCount: integer("hour_count").notNull(),
  burstStart: instant("burst_start").notNull(),
  burstCount: integer("burst_count").notNull(),
});
