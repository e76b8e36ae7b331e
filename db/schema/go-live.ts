import { sql } from "drizzle-orm";
import { check, foreignKey, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { REVIEW_OUTCOMES, type GoLiveState } from "../../lib/domain/go-live/journey";
import { CLASSIFICATIONS, type Finding } from "../../lib/domain/go-live/review";
import { accounts } from "./accounts";
import { instant, oneOf } from "./columns";
import { integrationKeys } from "./integration-keys";
import { supportCases } from "./support-cases";
import { users } from "./users";

/** States that are stored: that a review has expired is told by the clock. */
export const STORED_STATES = [
  "review_pending",
  "review_passed",
  "review_failed",
  "migration_requested",
  "declined",
  "withdrawn",
  "live",
] as const satisfies readonly GoLiveState[];

/** How far a sandbox key has come on its way to production: one row from its first review on. */
export const goLiveJourneys = pgTable(
  "go_live_journeys",
  {
    keyId: uuid("key_id").primaryKey(),
    /** The sandbox account that manages the key. */
    accountId: uuid("account_id").notNull(),
    environment: text("environment", { enum: ["sandbox"] })
      .notNull()
      .default("sandbox"),
    state: text("state", { enum: STORED_STATES }).notNull(),
    /**
     * The account whose people made this way, from its last review on: it is theirs alone, wherever the app is transferred to.
     * Null where the release before wrote it: of the account that manages the key.
     */
    reviewAccountId: uuid("review_account_id").references(() => accounts.id, { onDelete: "restrict" }),
    /** The last review: who asked for it, what of, and what came of it. */
    reviewRequestedBy: uuid("review_requested_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    classification: text("classification", { enum: CLASSIFICATIONS }).notNull(),
    description: text("description").notNull(),
    contact: text("contact").notNull(),
    reviewOutcome: text("review_outcome", { enum: REVIEW_OUTCOMES }).notNull(),
    reviewAt: instant("review_at").notNull(),
    /** Of a review that was passed: until then a migration can rest on it. */
    reviewExpiresAt: instant("review_expires_at"),
    findings: jsonb("findings").$type<readonly Finding[]>().notNull(),
    /** The last request for migration: by whom, and into which account. */
    migrationRequestedBy: uuid("migration_requested_by").references(() => users.id, { onDelete: "restrict" }),
    productionAccountId: uuid("production_account_id"),
    productionEnvironment: text("production_environment", { enum: ["production"] })
      .notNull()
      .default("production"),
    /** The case with support: of the review while that is pending, then of the migration; null where nobody was asked. */
    caseId: uuid("case_id").references(() => supportCases.id, { onDelete: "restrict" }),
    /** When the last request for migration was decided or withdrawn, and what was said of it. */
    decidedAt: instant("decided_at"),
    decisionReason: text("decision_reason"),
    productionKeyId: uuid("production_key_id"),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    foreignKey({
      name: "go_live_journeys_account",
      columns: [table.accountId, table.environment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    foreignKey({
      name: "go_live_journeys_key",
      columns: [table.accountId, table.keyId],
      foreignColumns: [integrationKeys.accountId, integrationKeys.id],
    })
      // The way of an app goes on in the account that it is transferred to.
      .onUpdate("cascade")
      .onDelete("restrict"),
    foreignKey({
      name: "go_live_journeys_production_account",
      columns: [table.productionAccountId, table.productionEnvironment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    foreignKey({
      name: "go_live_journeys_production_key",
      columns: [table.productionKeyId],
      foreignColumns: [integrationKeys.id],
    }).onDelete("restrict"),
    // The sandbox key of a production key, of which there is one.
    uniqueIndex("go_live_journeys_production").on(table.productionKeyId),
    check("go_live_journeys_sandbox", oneOf(table.environment, ["sandbox"])),
    check("go_live_journeys_to_production", oneOf(table.productionEnvironment, ["production"])),
    check("go_live_journeys_state_known", oneOf(table.state, STORED_STATES)),
    check("go_live_journeys_classification_known", oneOf(table.classification, CLASSIFICATIONS)),
    check("go_live_journeys_outcome_known", oneOf(table.reviewOutcome, REVIEW_OUTCOMES)),
    check(
      "go_live_journeys_review_whole",
      sql`(${table.reviewOutcome} = 'passed') = (${table.reviewExpiresAt} is not null)
        and (${table.state} = 'review_pending') = (${table.reviewOutcome} = 'pending')
        and (${table.state} = 'review_failed') = (${table.reviewOutcome} = 'failed')`,
    ),
    check(
      "go_live_journeys_migration_whole",
      sql`(${table.state} not in ('migration_requested', 'declined', 'withdrawn', 'live')
          or (${table.migrationRequestedBy} is not null and ${table.productionAccountId} is not null))
        and (${table.state} not in ('declined', 'withdrawn', 'live') or ${table.decidedAt} is not null)
        and (${table.state} = 'live') = (${table.productionKeyId} is not null)`,
    ),
  ],
);
