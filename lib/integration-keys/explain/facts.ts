import { and, eq, gte, lte } from "drizzle-orm";

import { calls } from "@/db/schema/calls";
import { KEY_FACTS_COLUMNS, keyFactsJoins } from "@/db/schema/key-facts";
import { legacyAuthentication } from "@/db/schema/legacy-authentication";

import type { Call } from "../../contracts/keys/key-usage";
import { notFound } from "../../domain/errors";
import type { Scope } from "../../domain/keys/scopes";
import { effectiveEnd } from "../../domain/legacy-authentication/policy";
import type { KeyFactsRow } from "../../domain/verdict/key-facts";
import type { DriverReader, Reader } from "../../kernel/database";
import { operatorLegacyEnd } from "../../platform/settings/env";
import { timeOfId } from "../../platform/ids";
import { CALL_COLUMNS } from "../calls/call-columns";
import { grantOfToken } from "../calls/call-tokens";

type Subject = { readonly accountId: string; readonly keyId: string };

/** A recorded call, and what it came with beside the key. */
export type FoundCall = {
  readonly call: Call;
  /** The person whom it acted as; null where nobody wrote that down. */
  readonly userId: string | null;
  /** Of the access token that it came with; null of none, and of one that is gone. */
  readonly grant: { readonly scopes: Scope[]; readonly resource: string | null } | null;
};

/** Longest time between a call's instant and that of its id. */
const ID_TIME_SLACK_MS = 60_000;

const FACTS = `
select (c.id is not null) as has_secret,${KEY_FACTS_COLUMNS}
from integration_keys k
left join credentials c on c.key_id = k.id and c.kind = 'long_lived'${keyFactsJoins("coalesce($3::uuid, k.created_by)")}
where k.account_id = $1 and k.id = $2`;

/**
 * What the gate's lookup would find for the secret of this key, found by its id instead. Sent by the driver itself,
 * as the gate sends it: the query builder would read instants in its own way. Of a call it is what the lookup finds for whom
 * that call acted as: for a token the person and the scopes of its grant, as another token of it would have them; for legacy
 * authentication the person whose password came, until the account's end of it.
 * @param found null for a question about the key alone, which acts as its creator
 * @throws DomainError not_found for another account's
 */
export async function findKeyFacts(
  db: DriverReader,
  subject: Subject,
  found: FoundCall | null,
): Promise<{ readonly row: KeyFactsRow; readonly hasSecret: boolean }> {
  const values = [subject.accountId, subject.keyId, found?.userId ?? null];
  const { rows } = await db.$client.query<KeyFactsRow & { has_secret: boolean }>(FACTS, values);
  const [row] = rows;
  if (!row) throw notFound();
  const known = { row: { ...row, ...found?.grant }, hasSecret: row.has_secret };
  if (typeof found?.call.legacyUser !== "string") return known;
  return { ...known, row: { ...known.row, ...(await legacyFacts(db, subject.accountId, row.now)) } };
}

/** It ends with the account like a long-lived key, and with what the account allows; what is off has ended. */
async function legacyFacts(db: Reader, accountId: string, now: Date): Promise<Partial<KeyFactsRow>> {
  const [policy] = await db
    .select({ endsAt: legacyAuthentication.endsAt })
    .from(legacyAuthentication)
    .where(eq(legacyAuthentication.accountId, accountId));
  const end = effectiveEnd(policy?.endsAt ?? null, now, operatorLegacyEnd());
  return { method: "long_lived", credential_expires_at: end ?? now, credential_revoked_at: null };
}

/**
 * A recorded call of the key, found by the time in its id, and what it came with.
 * @throws DomainError not_found, for another key's too
 */
export async function findCall(
  db: Reader,
  { accountId, keyId }: Subject,
  callId: string,
): Promise<FoundCall> {
  const time = timeOfId(callId)?.getTime();
  if (time === undefined) throw notFound();
  const [found] = await db
    .select({ ...CALL_COLUMNS, credentialId: calls.credentialId, userId: calls.userId })
    .from(calls)
    .where(
      and(
        eq(calls.accountId, accountId),
        eq(calls.keyId, keyId),
        eq(calls.id, callId),
        gte(calls.at, new Date(time - ID_TIME_SLACK_MS)),
        lte(calls.at, new Date(time + ID_TIME_SLACK_MS)),
      ),
    )
    .limit(1);
  if (!found) throw notFound();
  const { credentialId, userId, ...call } = found;
  return {
    call: { ...call, at: call.at.toISOString() },
    userId,
    grant: await grantOfToken(db, keyId, credentialId),
  };
}
