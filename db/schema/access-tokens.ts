import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

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
  },
  (table) => [
    primaryKey({ columns: [table.expiresAt, table.id] }),
    // The gate's lookup, in each of the few days that tokens live.
    index("access_tokens_secret_hash").on(table.secretHash),
    // Tokens that end with their app.
    index("access_tokens_key").on(table.keyId),
    // Tokens that end with their person.
    index("access_tokens_user").on(table.userId),
    check("access_tokens_hash_length", sql`octet_length(${table.secretHash}) = 32`),
  ],
);
