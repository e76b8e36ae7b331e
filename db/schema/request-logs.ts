import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";

import type { KeptHeader } from "../../lib/domain/request-logs/masked-request";
import { LOGGED_CODES } from "../../lib/domain/request-logs/request-logging";
import { instant } from "./columns";
import { users } from "./users";

/**
 * Requests that were made with credentials that act as a person who has enabled request logging: this person's alone, and at
 * most fifty of each (lib/domain/request-logs). How many more are to come is in the person's row, which every check reads anyway.
 */
export const requestLogEntries = pgTable(
  "request_log_entries",
  {
    /** Of the call, where it has a row; so the times of both are the same. */
    id: uuid("id").primaryKey(),
    /** Whom the credential acted as: who may see it, and nobody else. */
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    /** Where it acted, and with which key. No foreign keys, as in `calls`. */
    accountId: uuid("account_id").notNull(),
    keyId: uuid("key_id").notNull(),
    at: instant("at").notNull(),
    method: text("method").notNull(),
    /** Path and query, masked. */
    target: text("target").notNull(),
    /** Names and values in their order, masked before they came here. */
    headers: jsonb("headers").$type<readonly KeptHeader[]>().notNull(),
    address: text("address"),
    code: text("code", { enum: LOGGED_CODES }).notNull(),
    /** HTTP status: of the answer of the platform's own API, of the verdict elsewhere. */
    status: smallint("status").notNull(),
    /** From reading the request until its answer was ready, in microseconds. */
    durationMicroseconds: integer("duration_microseconds").notNull(),
  },
  (table) => [
    // A person's log in the order of its requests; how many there are; all of them, to be cleared.
    index("request_log_entries_user").on(table.userId, table.at, table.id),
    // Those over age, whoever's they are.
    index("request_log_entries_over_age").on(table.at),
    // Shapes, and not the list of codes: a new refusal is no new migration.
    check("request_log_entries_code", sql`${table.code} ~ '^[a-z_]{1,40}$'`),
    check("request_log_entries_method", sql`${table.method} ~ '^[^[:space:]]{1,16}$'`),
    check("request_log_entries_target", sql`length(${table.target}) between 1 and 2000`),
    check("request_log_entries_headers", sql`jsonb_typeof(${table.headers}) = 'array'`),
    check("request_log_entries_status", sql`${table.status} between 100 and 599`),
    check("request_log_entries_duration", sql`${table.durationMicroseconds} >= 0`),
  ],
);
