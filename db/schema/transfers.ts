import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { ENVIRONMENTS } from "../../lib/domain/people/profiles";
import {
  CONFIRMATION_CAPACITIES,
  CREDENTIALS_AFTER,
  TRANSFER_SIDES,
  TRANSFER_STATES,
} from "../../lib/domain/transfers/transfer";
import { accounts } from "./accounts";
import { instant, oneOf } from "./columns";
import { integrationKeys } from "./integration-keys";
import { users } from "./users";

/** Who opened a transfer: an admin of a side, or support. */
export const TRANSFER_OPENERS = [...TRANSFER_SIDES, "support"] as const;

/** What moves an app from one management account to another of the same environment (S3). */
export const transfers = pgTable(
  "transfers",
  {
    id: uuid("id").primaryKey(),
    keyId: uuid("key_id")
      .notNull()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    /** Of the key and of both accounts. */
    environment: text("environment", { enum: ENVIRONMENTS }).notNull(),
    sourceAccountId: uuid("source_account_id").notNull(),
    destinationAccountId: uuid("destination_account_id").notNull(),
    reason: text("reason").notNull(),
    credentials: text("credentials", { enum: CREDENTIALS_AFTER }).notNull(),
    /** What both sides confirm, word by word, and its SHA-256 in hexadecimal. */
    statement: text("statement").notNull(),
    statementHash: text("statement_hash").notNull(),
    /** That it has expired is told by the clock, until a job or another transfer of the key writes it. */
    state: text("state", { enum: TRANSFER_STATES }).notNull().default("open"),
    openedFor: text("opened_for", { enum: TRANSFER_OPENERS }).notNull(),
    openedBy: uuid("opened_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    /** From when its 14 days count: its opening, or what made its confirmations void. */
    openedAt: instant("opened_at").notNull(),
    carriedOutAt: instant("carried_out_at"),
    carriedOutBy: uuid("carried_out_by").references(() => users.id, { onDelete: "restrict" }),
    /** Of one that was declined, withdrawn or undone, by whom and why; of one that has expired, when that was noticed. */
    endedAt: instant("ended_at"),
    endedBy: uuid("ended_by").references(() => users.id, { onDelete: "restrict" }),
    endReason: text("end_reason"),
  },
  (table) => [
    foreignKey({
      name: "transfers_source",
      columns: [table.sourceAccountId, table.environment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    foreignKey({
      name: "transfers_destination",
      columns: [table.destinationAccountId, table.environment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    // One at a time: a second click opens nothing.
    uniqueIndex("transfers_waiting")
      .on(table.keyId)
      .where(sql`${table.state} in ('open', 'confirmed')`),
    // The lists of both accounts.
    index("transfers_source_list").on(table.sourceAccountId, table.id),
    index("transfers_destination_list").on(table.destinationAccountId, table.id),
    check("transfers_environment_known", oneOf(table.environment, ENVIRONMENTS)),
    check("transfers_credentials_known", oneOf(table.credentials, CREDENTIALS_AFTER)),
    check("transfers_state_known", oneOf(table.state, TRANSFER_STATES)),
    check("transfers_opener_known", oneOf(table.openedFor, TRANSFER_OPENERS)),
    check("transfers_two_accounts", sql`${table.sourceAccountId} <> ${table.destinationAccountId}`),
    check(
      "transfers_whole",
      sql`(${table.state} in ('carried_out', 'undone')) = (${table.carriedOutAt} is not null)
        and (${table.carriedOutAt} is null) = (${table.carriedOutBy} is null)
        and (${table.state} in ('declined', 'withdrawn', 'undone', 'expired')) = (${table.endedAt} is not null)`,
    ),
  ],
);

/** Who has confirmed a transfer as it stands: one person per side, and never the same (S3). */
export const transferConfirmations = pgTable(
  "transfer_confirmations",
  {
    transferId: uuid("transfer_id")
      .notNull()
      .references(() => transfers.id, { onDelete: "restrict" }),
    side: text("side", { enum: TRANSFER_SIDES }).notNull(),
    capacity: text("capacity", { enum: CONFIRMATION_CAPACITIES }).notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    /** The name as it was typed. */
    fullName: text("full_name").notNull(),
    statementHash: text("statement_hash").notNull(),
    /** Why an organization admin stands in for the account's own; null for one of those. */
    reason: text("reason"),
    at: instant("at").notNull(),
    /** When the right to it ended, written by the database itself: what was confirmed by a right does not come back with it. */
    voidedAt: instant("voided_at"),
  },
  (table) => [
    primaryKey({ columns: [table.transferId, table.side] }),
    uniqueIndex("transfer_confirmations_people").on(table.transferId, table.userId),
    check("transfer_confirmations_side_known", oneOf(table.side, TRANSFER_SIDES)),
    check("transfer_confirmations_capacity_known", oneOf(table.capacity, CONFIRMATION_CAPACITIES)),
    // Only an account that gives an app away can have lost its admins and still be asked.
    check(
      "transfer_confirmations_stand_in_whole",
      sql`(${table.capacity} = 'organization_admin') = (${table.reason} is not null)
        and (${table.capacity} = 'account_admin' or ${table.side} = 'source')`,
    ),
  ],
);
