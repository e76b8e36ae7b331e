import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";

import { AUTHENTICATION_METHODS } from "../../lib/domain/keys/availability";
import { ENVIRONMENTS } from "../../lib/domain/people/profiles";
import type { Scope } from "../../lib/domain/keys/scopes";
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
    /** Null for OAuth apps, and for a production copy whose secret was not issued yet. */
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
    /** The prefix (`ik_live`) and the last four characters of the one long-lived secret, to know it again by. */
    prefix: text("prefix"),
    lastFour: text("last_four"),
    /** Of an app: true where it can keep no secret, and has PKCE in its place. */
    isPublic: boolean("is_public").notNull().default(false),
    /** Of an app: whether it may have tokens sent through the browser's address (Implicit). */
    isImplicitAllowed: boolean("is_implicit_allowed").notNull().default(false),
  },
  (table) => [
    foreignKey({
      name: "integration_keys_account",
      columns: [table.accountId, table.environment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    // One key per GUID and environment that was neither revoked nor replaced: who was revoked in production can go there
    // again. Token endpoint by client_id.
    uniqueIndex("integration_keys_guid_in_use")
      .on(table.clientId, table.environment)
      .where(sql`${table.revokedAt} is null and ${table.retiresAt} is null`),
    // All keys of a GUID: the operator's commands.
    index("integration_keys_guid").on(table.clientId, table.environment),
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
    // The same in any account: support's search.
    index("integration_keys_last_four_anywhere").on(table.lastFour),
    // Search by any part of the name.
    index("integration_keys_name_search").using(
      "gin",
      table.accountId,
      sql`lower(${table.name}) gin_trgm_ops`,
    ),
    // The same where the text has no three letters in a row: by single characters and pairs.
    index("integration_keys_name_pieces").using("gin", table.accountId, sql`name_pieces(${table.name})`),
    check("integration_keys_method_known", oneOf(table.method, AUTHENTICATION_METHODS)),
    // What Go Live makes in production has no secret yet, and no expiry: both come when it is issued, once (trigger).
    check(
      "integration_keys_expire",
      sql`${table.method} = 'oauth' or ${table.expiresAt} is not null or (${table.environment} = 'production' and ${table.prefix} is null)`,
    ),
    check(
      "integration_keys_app_switches",
      sql`${table.method} = 'oauth' or not (${table.isPublic} or ${table.isImplicitAllowed})`,
    ),
    // A command of the operator revokes too, and is nobody of ours; it always says why.
    check(
      "integration_keys_revoked_whole",
      sql`case when ${table.revokedAt} is null then ${table.revokedBy} is null else ${table.revokedBy} is not null or ${table.revokeReason} is not null end`,
    ),
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
    /** Of an app's credentials: how people tell them apart. */
    name: text("name"),
    /** Of a client secret, to know it again by. */
    lastFour: text("last_four"),
    /** Of a key pair: its public key as PEM (SubjectPublicKeyInfo). The private one is nowhere. */
    publicKeyPem: text("public_key_pem"),
    /** Of a key pair: RFC 7638, SHA-256, in base64url. */
    thumbprint: text("thumbprint"),
    bits: integer("bits"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    /** When an app last proved with it who it is. */
    lastUsedAt: instant("last_used_at"),
    /** When it was removed; for good (trigger). */
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
    // One public key once per app, among those that were not removed.
    uniqueIndex("credentials_thumbprint")
      .on(table.keyId, table.thumbprint)
      .where(sql`${table.thumbprint} is not null and ${table.revokedAt} is null`),
    check("credentials_kind_known", oneOf(table.kind, ["long_lived", "client_secret", "rsa_public_key"])),
    check(
      "credentials_hash_length",
      sql`${table.secretHash} is null or octet_length(${table.secretHash}) = 32`,
    ),
    check(
      "credentials_secret_hashed",
      sql`(${table.kind} = 'rsa_public_key') = (${table.secretHash} is null)`,
    ),
    check(
      "credentials_whole",
      sql`case ${table.kind} when 'long_lived' then ${table.name} is null else ${table.name} is not null end
        and (${table.kind} = 'client_secret') = (${table.lastFour} is not null)
        and num_nulls(${table.publicKeyPem}, ${table.thumbprint}, ${table.bits}) = case ${table.kind} when 'rsa_public_key' then 0 else 3 end`,
    ),
  ],
);

/** Where an app may have people sent back to, in the order in which they were listed. */
export const redirectUris = pgTable(
  "redirect_uris",
  {
    keyId: uuid("key_id")
      .notNull()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    /** As it is compared: character by character. */
    uri: text("uri").notNull(),
    position: integer("position").notNull(),
  },
  (table) => [
    // The list of an app, and whether it has this one.
    primaryKey({ columns: [table.keyId, table.uri] }),
    check("redirect_uris_length", sql`length(${table.uri}) <= 2000`),
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
    /** What was made of the key, where it was a credential of an app. */
    credentialId: uuid("credential_id").references(() => credentials.id, { onDelete: "restrict" }),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.userId, table.idempotencyKey] })],
);
