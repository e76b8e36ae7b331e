import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

import { TOKEN_GRANTS } from "../../lib/domain/oauth/token-life";
import type { Scope } from "../../lib/domain/keys/scopes";
import { bytes, instant } from "./columns";

/**
 * Access tokens of OAuth apps, kept by the SHA-256 of their secret (R9). Partitioned by day of `expires_at` in the
 * database (see the migration), since they are many and short-lived: whole days are dropped. No foreign keys, as of
 * calls: keys, accounts and people are never deleted.
 */
export const accessTokens = pgTable(
  "access_tokens",
  {
    id: uuid("id").notNull(),
    secretHash: bytes("secret_hash").notNull(),
    /** The app. Its management account may be another than the one in which the token acts. */
    keyId: uuid("key_id").notNull(),
    /** The account that the token acts in, and the member of it that it acts as. */
    accountId: uuid("account_id").notNull(),
    userId: uuid("user_id").notNull(),
    /** What was granted: never more than the app's ceiling. */
    scopes: text("scopes").array().$type<Scope[]>().notNull(),
    issuedAt: instant("issued_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    /** The consent that it rests on; with which it ends (trigger). Null in rows of the release before. */
    consentId: uuid("consent_id"),
    /** The token family of a code, with which it ends (trigger); null for Implicit and JWT Grant. */
    familyId: uuid("family_id"),
    /** The client secret or key pair that it was got with, with which it ends (trigger); null for public apps. */
    credentialId: uuid("credential_id"),
    /** The resource that it is for (RFC 8707); null for any. */
    resource: text("resource"),
    /** How it was got. No CHECK: another one would change it, under a lock that every check waits for. */
    grant: text("grant_kind", { enum: TOKEN_GRANTS }),
  },
  (table) => [
    primaryKey({ columns: [table.expiresAt, table.id] }),
    // The gate's lookup, in each of the few days that tokens live.
    index("access_tokens_secret_hash").on(table.secretHash),
    // Tokens that end with their app.
    index("access_tokens_key").on(table.keyId),
    // Tokens that end with their person.
    index("access_tokens_user").on(table.userId),
    // Tokens that end with their consent.
    index("access_tokens_consent").on(table.consentId),
    // Tokens that end with their family.
    index("access_tokens_family")
      .on(table.familyId)
      .where(sql`${table.familyId} is not null`),
    // Tokens that end with the credential that they were got with.
    index("access_tokens_credential")
      .on(table.credentialId)
      .where(sql`${table.credentialId} is not null`),
    check("access_tokens_hash_length", sql`octet_length(${table.secretHash}) = 32`),
  ],
);
