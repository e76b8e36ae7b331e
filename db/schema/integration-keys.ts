import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";

import { AUTHENTICATION_METHODS } from "../../lib/domain/availability";
import { ENVIRONMENTS } from "../../lib/domain/profiles";
import type { Scope } from "../../lib/domain/scopes";
import { accounts } from "./accounts";
import { bytes, instant, oneOf } from "./columns";
import { users } from "./users";

/**
 * An integration key: one row per environment, immutable but for the ways it ends (R4). `accountId` is its
 * management account.
 */
export const integrationKeys = pgTable(
  "integration_keys",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    environment: text("environment", { enum: ENVIRONMENTS }).notNull(),
    /** The GUID that people and OAuth clients know; the same in sandbox and production. */
    clientId: uuid("client_id").notNull(),
    name: text("name").notNull(),
    method: text("method", { enum: AUTHENTICATION_METHODS }).notNull(),
    /** Granted scopes by canonical name, in catalogue order. */
    scopes: text("scopes").array().$type<Scope[]>().notNull(),
    /** Addresses and CIDR ranges that may use the key; empty for any. */
    allowedRanges: text("allowed_ranges").array().notNull().default([]),
    /** The member whom the key acts as (R6). */
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    createdAt: instant("created_at").notNull(),
    /** Null for OAuth apps only. */
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    revokedBy: uuid("revoked_by").references(() => users.id, { onDelete: "restrict" }),
    revokeReason: text("revoke_reason"),
    /**
     * The database's clock once the revocation was committed and before its answer was sent, in whole milliseconds
     * upwards: what the revocation receipt counts from. Null where the process ended in between.
     */
    revocationConfirmedAt: instant("revocation_confirmed_at"),
    /** The end of the overlap of a replaced key: from then on it is refused like a revoked one. */
    retiresAt: instant("retires_at"),
    /** The key that this one replaces. */
    replacesKeyId: uuid("replaces_key_id").references((): AnyPgColumn => integrationKeys.id, {
      onDelete: "restrict",
    }),
    /** Of the one long-lived secret, to know it again by: `ik_live` and its last four characters. */
    prefix: text("prefix"),
    lastFour: text("last_four"),
  },
  (table) => [
    foreignKey({
      name: "integration_keys_account",
      columns: [table.accountId, table.environment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    // One row per GUID and environment; token endpoint by client_id.
    uniqueIndex("integration_keys_client_id").on(table.clientId, table.environment),
    // One successor per key.
    uniqueIndex("integration_keys_replaces").on(table.replacesKeyId),
    // The list, newest first (ids are UUIDv7), and search by GUID inside it.
    uniqueIndex("integration_keys_list").on(table.accountId, table.id),
    // Filter by creator; keys that stop when a member is deactivated.
    index("integration_keys_creator").on(table.accountId, table.createdBy, table.id),
    // Filter by method.
    index("integration_keys_method").on(table.accountId, table.method, table.id),
    // Filters active, retiring and expired; the number of active keys (R10).
    index("integration_keys_unrevoked")
      .on(table.accountId, table.expiresAt)
      .where(sql`${table.revokedAt} is null`),
    // Filter revoked.
    index("integration_keys_revoked")
      .on(table.accountId, table.id)
      .where(sql`${table.revokedAt} is not null`),
    // Filter retiring, and revoked by the end of an overlap.
    index("integration_keys_retiring")
      .on(table.accountId, table.retiresAt)
      .where(sql`${table.retiresAt} is not null`),
    // Search by a GUID or its beginning.
    index("integration_keys_guid_search").on(
      table.accountId,
      sql`(${table.clientId}::text) text_pattern_ops`,
    ),
    // Search by the last four characters of the secret.
    index("integration_keys_last_four").on(table.accountId, table.lastFour),
    // Search by any part of the name.
    index("integration_keys_name_search").using(
      "gin",
      table.accountId,
      sql`lower(${table.name}) gin_trgm_ops`,
    ),
    check("integration_keys_method_known", oneOf(table.method, AUTHENTICATION_METHODS)),
    check("integration_keys_expire", sql`${table.method} = 'oauth' or ${table.expiresAt} is not null`),
    check("integration_keys_revoked_whole", sql`(${table.revokedAt} is null) = (${table.revokedBy} is null)`),
  ],
);

/** A secret or public key that authenticates an integration key. */
export const credentials = pgTable(
  "credentials",
  {
    id: uuid("id").primaryKey(),
    keyId: uuid("key_id")
      .notNull()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    kind: text("kind", { enum: ["long_lived", "client_secret", "rsa_public_key"] }).notNull(),
    /** SHA-256 of the whole secret. The secret itself is nowhere (R9). Null for public keys. */
    secretHash: bytes("secret_hash"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [
    // The gate's lookup.
    uniqueIndex("credentials_secret_hash").on(table.secretHash),
    // One long-lived secret per key.
    uniqueIndex("credentials_long_lived")
      .on(table.keyId)
      .where(sql`${table.kind} = 'long_lived'`),
    // Credentials of a key.
    index("credentials_key").on(table.keyId),
    check("credentials_kind_known", oneOf(table.kind, ["long_lived", "client_secret", "rsa_public_key"])),
    check(
      "credentials_hash_length",
      sql`${table.secretHash} is null or octet_length(${table.secretHash}) = 32`,
    ),
    check(
      "credentials_secret_hashed",
      sql`(${table.kind} = 'rsa_public_key') = (${table.secretHash} is null)`,
    ),
  ],
);

/** Answers that a retry with the same `Idempotency-Key` gets again, without the secret. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    idempotencyKey: text("idempotency_key").notNull(),
    /** SHA-256 of the request as it was understood, so that another request with the same key is refused. */
    requestHash: bytes("request_hash").notNull(),
    keyId: uuid("key_id")
      .notNull()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.userId, table.idempotencyKey] })],
);
