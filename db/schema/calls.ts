import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";

import { CALL_CODES, KNOCKING_CODES } from "../../lib/domain/refusals";
import { instant, oneOf } from "./columns";

/**
 * One row per checked request of a known key (PRODUCT 7.5), written before its answer is sent. Partitioned by day of
 * `at` in the database (see the migration), so that retention drops whole days. No foreign keys: the hot path writes
 * ids that it has just read, and keys and accounts are never deleted.
 */
export const calls = pgTable(
  "calls",
  {
    /** UUIDv7: names the call in answers and logs, and authenticates a report of its outcome. */
    id: uuid("id").notNull(),
    at: instant("at").notNull(),
    accountId: uuid("account_id").notNull(),
    keyId: uuid("key_id").notNull(),
    credentialId: uuid("credential_id").notNull(),
    method: text("method").notNull(),
    /** Without the query, which may hold secrets. */
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
    check("calls_code_known", oneOf(table.code, CALL_CODES)),
  ],
);

/** Calls of a key per clock hour and verdict: what the charts draw, kept longer than the calls themselves. */
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
    primaryKey({ columns: [table.keyId, table.hour, table.code] }),
    // The daily notice: accounts whose keys were called in vain in these hours, and those keys. Such calls are few.
    index("call_hours_knocking")
      .on(table.hour, table.accountId)
      .where(sql`code in (${sql.raw(KNOCKING_CODES.map((code) => `'${code}'`).join(", "))})`),
    check("call_hours_code_known", oneOf(table.code, CALL_CODES)),
  ],
);

/**
 * Requests with a whole key that nobody has, per clock hour: counted, not kept one by one (PRODUCT 7.5). Several rows
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

/** The first, last and last allowed call of a key, for lists and the lifeline. */
export const keyActivity = pgTable("key_activity", {
  keyId: uuid("key_id").primaryKey(),
  accountId: uuid("account_id").notNull(),
  firstCallAt: instant("first_call_at").notNull(),
  lastCallAt: instant("last_call_at").notNull(),
  lastCode: text("last_code", { enum: CALL_CODES }).notNull(),
  lastAddress: text("last_address"),
  lastUserAgent: text("last_user_agent"),
  /** "Last used": the last call that was allowed. */
  lastAllowedAt: instant("last_allowed_at"),
});

/** The last allowed use of each scope of a key: the scope picture. */
export const scopeUses = pgTable(
  "scope_uses",
  {
    keyId: uuid("key_id").notNull(),
    scope: text("scope").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.scope] })],
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
