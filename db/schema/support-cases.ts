import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import type { CaseEvidence } from "../../lib/domain/support/cases";
import {
  CASE_KINDS,
  CASE_NOTE_MAX_LENGTH,
  CASE_STATUSES,
  FIRST_CASE_NUMBER,
  GO_LIVE_STEPS,
} from "../../lib/domain/support/cases";
import { accounts } from "./accounts";
import { instant, oneOf } from "./columns";
import { integrationKeys } from "./integration-keys";
import { transfers } from "./transfers";
import { users } from "./users";

/**
 * What an account asks of support: to have integration keys enabled (R1), to take a sandbox key a step further to production,
 * or to move an app to another account (S3).
 */
export const supportCases = pgTable(
  "support_cases",
  {
    id: uuid("id").primaryKey(),
    /** What people call it by: "Case 1042". Numbers are given in the order of requests, and some are left out. */
    number: bigint("number", { mode: "number" })
      .notNull()
      .generatedAlwaysAsIdentity({ startWith: FIRST_CASE_NUMBER }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    kind: text("kind", { enum: CASE_KINDS }).notNull(),
    /** Of Go Live: the sandbox key, what is asked for it, into which account, and what was known of it when it was asked. */
    keyId: uuid("key_id"),
    step: text("step", { enum: GO_LIVE_STEPS }),
    productionAccountId: uuid("production_account_id").references(() => accounts.id, {
      onDelete: "restrict",
    }),
    evidence: jsonb("evidence").$type<CaseEvidence>(),
    /** Of a transfer: which. The case opens and ends with it, and is of the account that gives the app away. */
    transferId: uuid("transfer_id").references(() => transfers.id, { onDelete: "restrict" }),
    status: text("status", { enum: CASE_STATUSES }).notNull().default("open"),
    openedBy: uuid("opened_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    openedAt: instant("opened_at").notNull(),
    /** What the account wants to build, in its own words. */
    message: text("message").notNull(),
    /** Who of support has taken it on. */
    assignedTo: uuid("assigned_to").references(() => users.id, { onDelete: "restrict" }),
    closedBy: uuid("closed_by").references(() => users.id, { onDelete: "restrict" }),
    closedAt: instant("closed_at"),
    /** Why it was declined, or a word to the account. */
    resolution: text("resolution"),
  },
  (table) => [
    // Its account at the time: a case stays with whoever asked, wherever the key is transferred to.
    foreignKey({
      name: "support_cases_key",
      columns: [table.keyId],
      foreignColumns: [integrationKeys.id],
    }).onDelete("restrict"),
    // A case by its number.
    uniqueIndex("support_cases_number").on(table.number),
    // One open request for access per account, and one open case per key: a second click opens nothing.
    uniqueIndex("support_cases_open_access")
      .on(table.accountId)
      .where(sql`${table.status} = 'open' and ${table.kind} = 'access_request'`),
    uniqueIndex("support_cases_open_key")
      .on(table.keyId)
      .where(sql`${table.status} = 'open' and ${table.keyId} is not null`),
    uniqueIndex("support_cases_transfer").on(table.transferId),
    // The account's own page; support's list.
    index("support_cases_account").on(table.accountId, table.id),
    index("support_cases_status").on(table.status, table.id),
    check("support_cases_kind_known", oneOf(table.kind, CASE_KINDS)),
    check("support_cases_status_known", oneOf(table.status, CASE_STATUSES)),
    check(
      "support_cases_go_live_whole",
      sql`num_nonnulls(${table.keyId}, ${table.step}, ${table.evidence}) = case ${table.kind} when 'go_live' then 3 else 0 end
        and (${table.step} is not distinct from 'migration') = (${table.productionAccountId} is not null)`,
    ),
    check(
      "support_cases_transfer_whole",
      sql`(${table.kind} = 'transfer') = (${table.transferId} is not null)`,
    ),
    check(
      "support_cases_closed_whole",
      // A command of the operator that ends a key ends its case too, and is nobody of ours; the case says why.
      sql`(${table.status} = 'open') = (${table.closedAt} is null) and case when ${table.closedAt} is null then ${table.closedBy} is null else ${table.closedBy} is not null or ${table.resolution} is not null end`,
    ),
  ],
);

/** What people of support write for each other about a case. No customer reads it; added, and never changed. */
export const caseNotes = pgTable(
  "case_notes",
  {
    id: uuid("id").primaryKey(),
    caseId: uuid("case_id")
      .notNull()
      .references(() => supportCases.id, { onDelete: "restrict" }),
    authorId: uuid("author_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    text: text("text").notNull(),
    at: instant("at").notNull(),
  },
  (table) => [
    // The notes of a case, the latest first.
    index("case_notes_case").on(table.caseId, table.id),
    check(
      "case_notes_length",
      sql`length(${table.text}) between 1 and ${sql.raw(String(CASE_NOTE_MAX_LENGTH))}`,
    ),
  ],
);
