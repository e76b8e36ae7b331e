import type { Principal } from "../lookup/principal";
import { runStatement, type GateDatabase } from "../statement/statement";

const USE = {
  name: "gate_legacy_use",
  text: `
insert into legacy_uses
  (id, account_id, key_id, user_id, first_used_at, last_used_at, allowed_calls, refused_calls)
values ($1, $2, $3, $4, $5, $5, $6::bigint, 1 - $6::bigint)
on conflict (id) do update set
  last_used_at = greatest(legacy_uses.last_used_at, excluded.last_used_at),
  allowed_calls = legacy_uses.allowed_calls + excluded.allowed_calls,
  refused_calls = legacy_uses.refused_calls + excluded.refused_calls`,
} as const;

/** Counts a call for the migration report, before it is answered. @throws VerificationUnavailable */
export async function countLegacyUse(
  database: GateDatabase,
  { credential, key, actsAs }: Principal,
  call: { readonly at: Date; readonly isAllowed: boolean },
): Promise<void> {
  const whose = [credential.id, actsAs.account.id, key.id, actsAs.user.id];
  await runStatement(database, USE, [...whose, call.at, call.isAllowed ? 1 : 0]);
}
