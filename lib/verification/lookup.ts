import { KEY_FACTS_COLUMNS, KEY_FACTS_JOINS } from "@/db/schema/key-facts";

import { byteArray } from "./array-literals";
import { toFoundCredential, type CredentialRow, type FoundCredential } from "./credential";
import { openWindows } from "./open-windows";
import { runStatement, type GateDatabase } from "./statement";

/** Everything that decides about a credential, in one snapshot with the database's clock. */
const LOOKUP = {
  name: "gate_lookup",
  text: `
select encode(c.secret_hash, 'hex') as hash, c.id as credential_id, k.id as key_id, k.client_id,
  k.name as key_name,${KEY_FACTS_COLUMNS}
from credentials c
join integration_keys k on k.id = c.key_id${KEY_FACTS_JOINS}
where c.secret_hash = any($1::bytea[]) and c.kind = 'long_lived'`,
} as const;

/**
 * Looks up credentials by the SHA-256 of their secrets, in hex: one statement for all, and a second one only where an
 * account has its very first call.
 * @returns in the order of the hashes, null where there is none
 */
export async function lookUpCredentials(
  database: GateDatabase,
  hashes: readonly string[],
): Promise<(FoundCredential | null)[]> {
  const rows = await runStatement<CredentialRow>(database, LOOKUP, [byteArray([...new Set(hashes)])]);
  await openWindows(
    database,
    rows.filter((row) => row.hour_start === null).map((row) => row.account_id),
  );
  // All rows have one clock; who records the calls together needs to write it once.
  const now = rows[0]?.now ?? new Date();
  const found = new Map(rows.map((row) => [row.hash, toFoundCredential(row, now)]));
  return hashes.map((hash) => found.get(hash) ?? null);
}
