import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, unique, uuid } from "drizzle-orm/pg-core";

import { accounts } from "./accounts";
import { instant } from "./columns";
import { integrationKeys } from "./integration-keys";
import { users } from "./users";

/** Whether an account allows legacy authentication (PRODUCT 11). An account without a row never did. */
export const legacyAuthentication = pgTable("legacy_authentication", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "restrict" }),
  /** When it stops by itself; null while it is off. */
  endsAt: instant("ends_at"),
  /** Counted up by every change; a form sends back the one that it was drawn from. */
  version: integer("version").notNull().default(1),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: uuid("updated_by")
    .notNull()
    .references(() => users.id, { onDelete: "restrict" }),
});

/**
 * Who has used legacy authentication with which key: the migration report. Written with each such call, and made from the
 * ids of its account, key and person, so that a call names it without a look for it.
 */
export const legacyUses = pgTable(
  "legacy_uses",
  {
    /** What its calls have as their `credential_id`. */
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    keyId: uuid("key_id")
      .notNull()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    firstUsedAt: instant("first_used_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    /** Calls that were let through, and calls that were refused although name, password and key were right. */
    allowedCalls: bigint("allowed_calls", { mode: "number" }).notNull(),
    refusedCalls: bigint("refused_calls", { mode: "number" }).notNull(),
  },
  (table) => [
    unique("legacy_uses_whole").on(table.accountId, table.keyId, table.userId),
    // The report of an account, the latest first.
    index("legacy_uses_account").on(table.accountId, table.lastUsedAt),
    check("legacy_uses_counted", sql`${table.allowedCalls} >= 0 and ${table.refusedCalls} >= 0`),
  ],
);
