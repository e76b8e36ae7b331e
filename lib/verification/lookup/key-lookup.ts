import { KEY_OWN_COLUMNS } from "@/db/schema/key-facts";

import { byteArray } from "../statement/array-literals";
import { runStatement, type GateDatabase } from "../statement/statement";
import type { KeptActors } from "./kept-actors";
import { lookUpSecrets } from "./lookup";
import { principalOf, type FoundPrincipal, type KeyRow } from "./principal";
import type { Trials } from "./trials";

/** What decides about a long-lived key in its own rows, which is half of the work of looking up all of it. */
export const KEY_LOOKUP = {
  name: "gate_key_lookup",
  text: `
select encode(c.secret_hash, 'hex') as hash, c.id as credential_id, k.id as key_id, k.client_id, k.name as key_name,
  k.account_id, k.created_by as user_id,${KEY_OWN_COLUMNS}
from credentials c
join integration_keys k on k.id = c.key_id
where c.secret_hash = any($1::bytea[]) and c.kind = 'long_lived'`,
} as const;

/** A long-lived key's secret by its SHA-256, in hex. */
export type KeyHash = {
  readonly hash: string;
  /** True where all that decides has to be looked up, since less was not enough. */
  readonly isWhole?: boolean;
};

/**
 * Looks up long-lived keys: by their own rows and what is kept of those whom they act as, where that may be of use, and all that
 * decides about the others. They come back together, so that those of an account stay in their order.
 * @returns in the order of the secrets, null where there is none
 */
export async function lookUpKeys(
  database: GateDatabase,
  actors: LookupActors,
  secrets: readonly KeyHash[],
): Promise<(FoundPrincipal | null)[]> {
  const tried = secrets.filter(({ isWhole }) => !isWhole).map(({ hash }) => hash);
  const isTried = tried.length > 0 && actors.trials.isDue();
  const known = isTried ? await lookUpRows(database, actors, tried) : NONE;
  const isKnown = ({ hash, isWhole }: KeyHash) => !isWhole && known.has(hash);
  const rest = secrets.filter((secret) => !isKnown(secret));
  if (isTried) for (const { isWhole } of rest) if (!isWhole) actors.trials.tell(false);
  const hashes = rest.map(({ hash }) => hash);
  const whole = rest.length === 0 ? [] : await lookUpSecrets(database, "long_lived", hashes);
  let next = 0;
  return secrets.map((secret) =>
    isKnown(secret) ? (known.get(secret.hash) ?? null) : (whole[next++] ?? null),
  );
}

type LookupActors = Pick<KeptActors, "moment" | "find"> & { readonly trials: Trials };

const NONE: ReadonlyMap<string, FoundPrincipal> = new Map();

/** Those of which something is found, by their hashes. */
async function lookUpRows(
  database: GateDatabase,
  actors: LookupActors,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, FoundPrincipal>> {
  // Only what was kept before the rows are read: of what is newer than they are, the epochs would prove too much.
  const moment = actors.moment();
  const rows = await runStatement<KeyRow>(database, KEY_LOOKUP, [byteArray([...new Set(hashes)])]);
  const found = new Map<string, FoundPrincipal>();
  for (const row of rows) {
    const actor = actors.find(row.account_id, row.user_id, moment);
    if (actor) found.set(row.hash, principalOf(row, actor));
  }
  return found;
}
