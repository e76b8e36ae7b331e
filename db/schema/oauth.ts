/** What the authorization server keeps: consents, codes, token families. Access tokens: access-tokens.ts. */
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { FAMILY_ENDS } from "../../lib/domain/oauth/token-family";
import { accounts } from "./accounts";
import { bytes, instant, oneOf } from "./columns";
import { integrationKeys } from "./integration-keys";
import { organizations } from "./organizations";
import { users } from "./users";

/**
 * What an organization lets an app do for its people: members of its accounts whose address is of a domain that it has
 * proven. One that holds per organization and app. Whoever is covered gets a row of `oauth_consents` with the first token.
 */
export const organizationConsents = pgTable(
  "organization_consents",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id")
      .notNull()
      .references(() => organizations.id, { onDelete: "restrict" }),
    /** The app, in one environment; it acts in the organization's accounts of that one. */
    keyId: uuid("key_id")
      .notNull()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    scopes: text("scopes").array().notNull(),
    givenBy: uuid("given_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    givenAt: instant("given_at").notNull(),
    /** The last token under it, to the minute. */
    lastUsedAt: instant("last_used_at"),
    /** For good (trigger). What rests on it ends with it (trigger). */
    revokedAt: instant("revoked_at"),
    /** Null while it holds. */
    revokedBy: uuid("revoked_by").references(() => users.id, { onDelete: "restrict" }),
  },
  (table) => [
    // Whose consent covers a person, at every authorization and JWT Grant; the app's page.
    uniqueIndex("organization_consents_held")
      .on(table.keyId, table.organizationId)
      .where(sql`${table.revokedAt} is null`),
    // The organization's list.
    index("organization_consents_organization")
      .on(table.organizationId, table.id)
      .where(sql`${table.revokedAt} is null`),
  ],
);

/**
 * What a person lets an app do as this member of this account. One that holds per person, app and account: more scopes
 * widen it, and one that was revoked stays as it was.
 */
export const oauthConsents = pgTable(
  "oauth_consents",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    /** The app. */
    keyId: uuid("key_id")
      .notNull()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    /** The account that the app acts in; its management account may be another. */
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    /** The organization's consent that it rests on, and ends with (trigger); null where the person gave it. */
    organizationConsentId: uuid("organization_consent_id"),
    /** The claimed domain that the person's address is of, in ASCII: it ends with the claim (trigger). */
    claimedDomain: text("claimed_domain"),
    /** By the names that the app asks by: catalogue scopes and those of OpenID Connect. */
    scopes: text("scopes").array().notNull(),
    givenAt: instant("given_at").notNull(),
    /** When it was last given or widened: of several accounts the latest is where an app without a browser acts. */
    confirmedAt: instant("confirmed_at").notNull(),
    /** The last token under it, to the minute. */
    lastUsedAt: instant("last_used_at"),
    /** For good (trigger). Its tokens and families end with it (trigger). */
    revokedAt: instant("revoked_at"),
  },
  (table) => [
    // Whether a person has consented: at every authorization and JWT Grant. One of their own, and one of each organization's.
    uniqueIndex("oauth_consents_held_once")
      .on(
        table.userId,
        table.keyId,
        table.accountId,
        sql`coalesce(${table.organizationConsentId}, '00000000-0000-0000-0000-000000000000'::uuid)`,
      )
      .where(sql`${table.revokedAt} is null`),
    // Those that end with an organization's consent, or with what it rests on.
    index("oauth_consents_of_organization")
      .on(table.organizationConsentId)
      .where(sql`${table.organizationConsentId} is not null and ${table.revokedAt} is null`),
    // The app's page: who has consented.
    index("oauth_consents_key").on(table.keyId, table.id),
    // By a name of its own: the usual one is longer than PostgreSQL keeps.
    foreignKey({
      name: "oauth_consents_organization_consent_fk",
      columns: [table.organizationConsentId],
      foreignColumns: [organizationConsents.id],
    }).onDelete("restrict"),
    check(
      "oauth_consents_basis_whole",
      sql`(${table.organizationConsentId} is null) = (${table.claimedDomain} is null)`,
    ),
  ],
);

/**
 * All tokens that come of one code: refreshed one from the other, and ended together where a code or a refresh token
 * comes a second time (RFC 9700 section 4.14).
 */
export const oauthTokenFamilies = pgTable(
  "oauth_token_families",
  {
    id: uuid("id").primaryKey(),
    consentId: uuid("consent_id")
      .notNull()
      .references(() => oauthConsents.id, { onDelete: "restrict" }),
    keyId: uuid("key_id").notNull(),
    accountId: uuid("account_id").notNull(),
    userId: uuid("user_id").notNull(),
    /** The client secret that it was last refreshed with; the family ends with it (trigger). Null for public apps. */
    credentialId: uuid("credential_id"),
    /** What was granted, by the names that the app asked by. */
    scopes: text("scopes").array().notNull(),
    resource: text("resource"),
    startedAt: instant("started_at").notNull(),
    /** Until when it is refreshed; moves on where `extended` was granted. */
    expiresAt: instant("expires_at").notNull(),
    /** For good (trigger). */
    revokedAt: instant("revoked_at"),
    end: text("end_kind", { enum: FAMILY_ENDS }),
  },
  (table) => [
    // Families that end with their consent.
    index("oauth_token_families_consent").on(table.consentId),
    // Families that end with a credential.
    index("oauth_token_families_credential").on(table.credentialId),
    // Those over age, to be deleted.
    index("oauth_token_families_expires").on(table.expiresAt),
    check("oauth_token_families_end_known", oneOf(table.end, FAMILY_ENDS)),
    check("oauth_token_families_end_whole", sql`(${table.end} is null) = (${table.revokedAt} is null)`),
  ],
);

/** Authorization codes by the SHA-256 of their text (R9): good once, for two minutes. */
export const oauthCodes = pgTable(
  "oauth_codes",
  {
    codeHash: bytes("code_hash").primaryKey(),
    consentId: uuid("consent_id")
      .notNull()
      .references(() => oauthConsents.id, { onDelete: "restrict" }),
    keyId: uuid("key_id").notNull(),
    redirectUri: text("redirect_uri").notNull(),
    scopes: text("scopes").array().notNull(),
    /** PKCE, S256; null where the app sent none. */
    codeChallenge: text("code_challenge"),
    resource: text("resource"),
    issuedAt: instant("issued_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** What came of it, once (trigger). A second use ends that. */
    familyId: uuid("family_id"),
  },
  (table) => [
    // Those over age, to be deleted.
    index("oauth_codes_expires").on(table.expiresAt),
    check("oauth_codes_hash_length", sql`octet_length(${table.codeHash}) = 32`),
  ],
);

/** Refresh tokens by the SHA-256 of their text (R9): each is good once. */
export const oauthRefreshTokens = pgTable(
  "oauth_refresh_tokens",
  {
    tokenHash: bytes("token_hash").primaryKey(),
    familyId: uuid("family_id")
      .notNull()
      .references(() => oauthTokenFamilies.id, { onDelete: "cascade" }),
    issuedAt: instant("issued_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [
    // Those that go with their family.
    index("oauth_refresh_tokens_family").on(table.familyId),
    // Those over age, to be deleted.
    index("oauth_refresh_tokens_expires").on(table.expiresAt),
    check("oauth_refresh_tokens_hash_length", sql`octet_length(${table.tokenHash}) = 32`),
  ],
);

/** Assertions of JWT Grant that had a `jti`, which is accepted once (RFC 7523 section 3). */
export const oauthAssertions = pgTable(
  "oauth_assertions",
  {
    keyId: uuid("key_id").notNull(),
    /** SHA-256 of the `jti`: as long as its writer likes. */
    jtiHash: bytes("jti_hash").notNull(),
    /** From when on it is refused as expired. */
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.jtiHash] }),
    // Those over age, to be deleted.
    index("oauth_assertions_expires").on(table.expiresAt),
  ],
);

/**
 * Eight rows of each app, made with it (trigger): whoever gives a token holds one, and whoever ends what tokens rest on all of
 * them. No foreign key: apps are never deleted, and it would be one more look at the app's row.
 */
export const oauthTurns = pgTable(
  "oauth_turns",
  { keyId: uuid("key_id").notNull(), turn: smallint("turn").notNull() },
  (table) => [primaryKey({ columns: [table.keyId, table.turn] })],
);
