import {
  KEY_FACTS_COLUMNS,
  KEY_FACTS_JOINS,
  TOKEN_FACTS_COLUMNS,
  TOKEN_FACTS_JOINS,
} from "@/db/schema/key-facts";

import { byteArray } from "../statement/array-literals";
import { openWindows } from "./open-windows";
import { toFoundPrincipal, type FoundPrincipal, type PrincipalRow, type RequestSecret } from "./principal";
import { runStatement, type GateDatabase, type Statement } from "../statement/statement";

const WHOSE = `encode(c.secret_hash, 'hex') as hash, c.id as credential_id, k.id as key_id, k.client_id,
  k.name as key_name, u.log_requests_left is not null as is_logged,
  a.id as manager_id, a.access_epoch as manager_epoch, u.access_epoch as user_epoch`;

/**
 * Everything that decides about a secret, in one snapshot with the database's clock and with the epochs that prove it later;
 * by the kind of the secret.
 */
export const LOOKUPS: Readonly<Record<RequestSecret, Statement>> = {
  long_lived: {
    name: "gate_lookup",
    text: `
select ${WHOSE}, a.access_epoch as account_epoch,${KEY_FACTS_COLUMNS}
from credentials c
join integration_keys k on k.id = c.key_id${KEY_FACTS_JOINS}
where c.secret_hash = any($1::bytea[]) and c.kind = 'long_lived'`,
  },
  access_token: {
    name: "gate_lookup_tokens",
    text: `
select ${WHOSE}, b.access_epoch as account_epoch,${TOKEN_FACTS_COLUMNS}
from access_tokens c
join integration_keys k on k.id = c.key_id${TOKEN_FACTS_JOINS}
where c.secret_hash = any($1::bytea[])`,
  },
};

/**
 * Looks up secrets of one kind by their SHA-256, in hex: one statement for all, and a second one only where an account
 * has its very first call.
 * @returns in the order of the hashes, null where there is none
 */
export async function lookUpSecrets(
  database: GateDatabase,
  kind: RequestSecret,
  hashes: readonly string[],
): Promise<(FoundPrincipal | null)[]> {
  const rows = await runStatement<PrincipalRow>(database, LOOKUPS[kind], [byteArray([...new Set(hashes)])]);
  await openWindows(
    database,
    rows.filter((row) => row.hour_start === null).map((row) => row.account_id),
  );
  // All rows have one clock; who records the calls together needs to write it once.
  const now = rows[0]?.now ?? new Date();
  const found = new Map(rows.map((row) => [row.hash, toFoundPrincipal(kind, row, now)]));
  return hashes.map((hash) => found.get(hash) ?? null);
}
