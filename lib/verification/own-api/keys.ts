/** The keys of an account, for the platform's own API. */
import type { GateKey, GateKeyList, GateKeyListInput } from "../../contracts/gate/gate";
import type { AuthenticationMethod } from "../../domain/keys/availability";
import { keyStatus, revocationOf } from "../../domain/keys/key-lifecycle";
import type { Environment } from "../../domain/people/profiles";
import { runStatement, type GateDatabase } from "../statement/statement";

type KeyRow = {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  readonly method: AuthenticationMethod;
  readonly environment: Environment;
  readonly scopes: string[];
  readonly created_at: Date;
  readonly creator_id: string;
  readonly creator_name: string;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly retires_at: Date | null;
  readonly prefix: string | null;
  readonly last_four: string | null;
  readonly last_allowed_at: Date | null;
  readonly now: Date;
};

const SELECT_KEYS = `
select k.id, k.client_id, k.name, k.method, k.environment, k.scopes, k.created_at, u.id as creator_id,
  u.name as creator_name, k.expires_at, k.revoked_at, k.retires_at, k.prefix, k.last_four, v.last_allowed_at,
  now() as now
from integration_keys k
join users u on u.id = k.created_by
left join key_activity v on v.key_id = k.id and v.account_id = k.account_id
where k.account_id = $1`;

const FIRST_PAGE = { name: "gate_keys", text: `${SELECT_KEYS} order by k.id desc limit $2` } as const;
const NEXT_PAGE = {
  name: "gate_keys_after",
  text: `${SELECT_KEYS} and k.id < $3 order by k.id desc limit $2`,
} as const;
const ONE_KEY = { name: "gate_key", text: `${SELECT_KEYS} and k.id = $2` } as const;

/** A page of the account's keys, newest first. @throws VerificationUnavailable */
export async function listAccountKeys(
  database: GateDatabase,
  accountId: string,
  input: GateKeyListInput,
): Promise<GateKeyList> {
  const rows =
    input.cursor === undefined
      ? await runStatement<KeyRow>(database, FIRST_PAGE, [accountId, input.limit + 1])
      : await runStatement<KeyRow>(database, NEXT_PAGE, [accountId, input.limit + 1, input.cursor]);
  const page = rows.slice(0, input.limit);
  return {
    data: page.map(toGateKey),
    pagination: { next_cursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null },
  };
}

/** One key of the account; null for another account's (R7). @throws VerificationUnavailable */
export async function findAccountKey(
  database: GateDatabase,
  accountId: string,
  keyId: string,
): Promise<GateKey | null> {
  const [row] = await runStatement<KeyRow>(database, ONE_KEY, [accountId, keyId]);
  return row ? toGateKey(row) : null;
}

function toGateKey(row: KeyRow): GateKey {
  const life = { expiresAt: row.expires_at, revokedAt: row.revoked_at, retiresAt: row.retires_at };
  const status = keyStatus(life, row.now);
  return {
    id: row.id,
    clientId: row.client_id,
    name: row.name,
    method: row.method,
    environment: row.environment,
    scopes: row.scopes,
    status,
    createdAt: row.created_at.toISOString(),
    createdBy: { id: row.creator_id, name: row.creator_name },
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: status === "revoked" ? (revocationOf(life)?.toISOString() ?? null) : null,
    prefix: row.prefix,
    lastFour: row.last_four,
    lastUsedAt: row.last_allowed_at?.toISOString() ?? null,
  };
}
