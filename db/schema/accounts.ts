import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { ACCOUNT_STATUSES, PLANS } from "../../lib/domain/keys/availability";
import { CEILING_DAYS, DEFAULT_POLICY } from "../../lib/domain/keys/lifetime";
import { ENVIRONMENTS, PROFILES } from "../../lib/domain/people/profiles";
import { accessEpoch, instant, oneOf } from "./columns";
import { organizations } from "./organizations";
import { users } from "./users";

/** A tenant. Everything a tenant owns carries its id. */
export const accounts = pgTable(
  "accounts",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").references(() => organizations.id, { onDelete: "restrict" }),
    name: text("name").notNull(),
    environment: text("environment", { enum: ENVIRONMENTS }).notNull(),
    plan: text("plan", { enum: PLANS }).notNull(),
    status: text("status", { enum: ACCOUNT_STATUSES }).notNull().default("active"),
    /** R1: the feature switch of support; without meaning for sandbox accounts, which always have keys. */
    hasIntegrationKeys: boolean("has_integration_keys").notNull().default(false),
    /** R10: limits of its own; null for those of its environment. */
    hourlyLimit: integer("hourly_limit"),
    burstLimit: integer("burst_limit"),
    activeKeyLimit: integer("active_key_limit"),
    createdAt: instant("created_at").notNull().defaultNow(),
    closedAt: instant("closed_at"),
    accessEpoch: accessEpoch(),
  },
  (table) => [
    // Accounts of an organization; accounts to choose from in Go Live.
    index("accounts_organization").on(table.organizationId),
    // Lets tables below refer to (id, environment), so that a key's environment is its account's.
    unique("accounts_id_environment").on(table.id, table.environment),
    check("accounts_environment_known", oneOf(table.environment, ENVIRONMENTS)),
    check("accounts_plan_known", oneOf(table.plan, PLANS)),
    check("accounts_status_known", oneOf(table.status, ACCOUNT_STATUSES)),
    check(
      "accounts_plan_fits_environment",
      sql`(${table.environment} = 'sandbox') = (${table.plan} = 'developer')`,
    ),
    check("accounts_limits_positive", sql`${table.hourlyLimit} > 0 and ${table.burstLimit} > 0`),
  ],
);

/** The policy of each account: what it allows its keys (R3, R5). */
export const keyPolicies = pgTable(
  "key_policies",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id, { onDelete: "restrict" }),
    defaultLifetimeDays: integer("default_lifetime_days")
      .notNull()
      .default(DEFAULT_POLICY.defaultLifetimeDays),
    maximumLifetimeDays: integer("maximum_lifetime_days")
      .notNull()
      .default(DEFAULT_POLICY.maximumLifetimeDays),
    /** R3: long-lived keys of a production account come through Go Live only. */
    isGoLiveRequired: boolean("is_go_live_required").notNull().default(false),
    /** Counted up by every change; a form sends back the one that it was drawn from. */
    version: integer("version").notNull().default(1),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    updatedBy: uuid("updated_by").references(() => users.id, { onDelete: "restrict" }),
  },
  (table) => [
    check(
      "key_policies_lifetimes_ordered",
      sql`${table.defaultLifetimeDays} between 1 and ${table.maximumLifetimeDays} and ${table.maximumLifetimeDays} <= ${sql.raw(String(CEILING_DAYS))}`,
    ),
  ],
);

/** A person in an account, with what he or she may do there. Keys act as their creator's membership (R6). */
export const memberships = pgTable(
  "memberships",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    environment: text("environment", { enum: ENVIRONMENTS }).notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    profile: text("profile", { enum: PROFILES }).notNull(),
    status: text("status", { enum: ["active", "deactivated"] })
      .notNull()
      .default("active"),
    /** S3: a shared admin user that belongs to no single person. */
    isShared: boolean("is_shared").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
    deactivatedAt: instant("deactivated_at"),
  },
  (table) => [
    foreignKey({
      name: "memberships_account",
      columns: [table.accountId, table.environment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    // The member whom a key acts as; members of an account.
    uniqueIndex("memberships_account_user").on(table.accountId, table.userId),
    // Accounts of the signed-in person.
    index("memberships_user").on(table.userId),
    check("memberships_profile_known", oneOf(table.profile, PROFILES)),
    check("memberships_status_known", oneOf(table.status, ["active", "deactivated"])),
    check(
      "memberships_developer_in_sandbox",
      sql`${table.profile} <> 'developer' or ${table.environment} = 'sandbox'`,
    ),
  ],
);
