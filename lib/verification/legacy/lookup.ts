import { createHash } from "node:crypto";

import { KEY_FACTS_COLUMNS } from "@/db/schema/key-facts";

import { effectiveEnd, type OperatorEnd } from "../../domain/legacy-authentication/policy";
import type { Environment } from "../../domain/people/profiles";
import { openWindows } from "../lookup/open-windows";
import { toFoundPrincipal, type FoundPrincipal, type PrincipalRow } from "../lookup/principal";
import { runStatement, type GateDatabase } from "../statement/statement";

/**
 * The key by its GUID in an account that allows it, and its member by address or id: all three or nothing. The password of
 * a person who has yet to choose another one, or who has none, opens nothing. A key that is in both environments is meant
 * where the gate serves one, else in production before the sandbox.
 */
const LOOKUP = {
  name: "gate_lookup_legacy",
  text: `
select '' as hash, c.account_id as credential_id, k.id as key_id, k.client_id, k.name as key_name,
  u.log_requests_left is not null as is_logged, u.password_hash, a.id as manager_id,
  a.access_epoch as manager_epoch, a.access_epoch as account_epoch, u.access_epoch as user_epoch,${KEY_FACTS_COLUMNS}
from integration_keys k
join accounts a on a.id = k.account_id
join lateral (
  select l.account_id, l.ends_at as expires_at, null::timestamptz as revoked_at
  from legacy_authentication l where l.account_id = k.account_id and l.ends_at is not null
) c on true
join users u on u.id = coalesce($3::uuid, (select id from users where email = $2))
join memberships m on m.account_id = k.account_id and m.user_id = u.id
left join call_windows w on w.account_id = k.account_id
where k.client_id = $1 and ($4::text is null or k.environment = $4)
  and u.password_hash is not null and not u.must_change_password
order by k.environment limit 1`,
} as const;

type LegacyRow = PrincipalRow & { readonly password_hash: string };

/** Whom a legacy request names, and the hash of the password that it must show. */
export type LegacyPerson = {
  readonly found: FoundPrincipal;
  readonly passwordHash: string;
  readonly endsAt: Date;
};

export type LegacyName = {
  /** An address, or a user's id. */
  readonly username: string;
  readonly integratorKey: string;
  readonly environment: Environment | null;
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Finds whom a request names, with facts that are not older than the question (I1); null where anything of it is not so.
 * @throws VerificationUnavailable
 */
export async function lookUpLegacy(
  database: GateDatabase,
  { username, integratorKey, environment }: LegacyName,
  operatorEnd: OperatorEnd,
): Promise<LegacyPerson | null> {
  const name = username.toLowerCase();
  const userId = UUID.test(name) ? name : null;
  const [row] = await runStatement<LegacyRow>(database, LOOKUP, [integratorKey, name, userId, environment]);
  const endsAt = row ? effectiveEnd(row.credential_expires_at, row.now, operatorEnd) : null;
  if (!row || endsAt === null) return null;
  if (row.hour_start === null) await openWindows(database, [row.account_id]);
  const use = legacyUseId(row.account_id, row.key_id, row.user_id);
  const found = toFoundPrincipal(
    "legacy",
    { ...row, credential_id: use, credential_expires_at: endsAt },
    row.now,
  );
  // It acts inside the account like a long-lived key, and ends with it, whatever the key is otherwise (S3).
  return {
    found: { ...found, facts: { ...found.facts, method: "long_lived" } },
    passwordHash: row.password_hash,
    endsAt,
  };
}

/**
 * The id of a person's use of a key in an account: the same from each gate, so that a call can name it before it is written
 * (RFC 9562 section 5.8: a UUID of our own making).
 */
export function legacyUseId(accountId: string, keyId: string, userId: string): string {
  const bytes = createHash("sha256")
    .update(`legacy use ${accountId} ${keyId} ${userId}`)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
