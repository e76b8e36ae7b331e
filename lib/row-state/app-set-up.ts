/** What an app is set up with, as SQL: one count for whoever asks how far it is. */
import { sql } from "drizzle-orm";

import { credentials, integrationKeys, redirectUris } from "@/db/schema/integration-keys";

// The builder leaves the table out of a column's name in a query of one table: here it has to be there.
const countOf = (kind: "client_secret" | "rsa_public_key") =>
  sql<number>`(select count(*)::int from ${credentials} where ${credentials}.key_id = ${integrationKeys}.id
    and ${credentials}.account_id = ${integrationKeys}.account_id
    and ${credentials}.kind = ${kind} and ${credentials}.revoked_at is null)`;

/** How many of each an app has, as columns of a query of keys; what expired is there until it is removed. */
export const APP_SET_UP = {
  secrets: countOf("client_secret"),
  keyPairs: countOf("rsa_public_key"),
  redirectUris: sql<number>`(select count(*)::int from ${redirectUris}
    where ${redirectUris}.key_id = ${integrationKeys}.id and ${redirectUris}.account_id = ${integrationKeys}.account_id)`,
};
