import { and, eq, gte, lte } from "drizzle-orm";

import { calls } from "@/db/schema/calls";
import { KEY_FACTS_COLUMNS, KEY_FACTS_JOINS } from "@/db/schema/key-facts";

import type { Call } from "../../contracts/key-usage";
import { notFound } from "../../domain/errors";
import type { KeyFactsRow } from "../../domain/verdict/key-facts";
import type { DriverReader, Reader } from "../../kernel/database";
import { timeOfId } from "../../platform/ids";
import { CALL_COLUMNS } from "../calls/call-columns";
import { resourceOfToken } from "../calls/call-tokens";

type Subject = { readonly accountId: string; readonly keyId: string };

/** Longest time between a call's instant and that of its id. */
const ID_TIME_SLACK_MS = 60_000;

const FACTS = `
select (c.id is not null) as has_secret,${KEY_FACTS_COLUMNS}
from integration_keys k
left join credentials c on c.key_id = k.id and c.kind = 'long_lived'${KEY_FACTS_JOINS}
where k.account_id = $1 and k.id = $2`;

/**
 * What the gate's lookup would find for the secret of this key, found by its id instead. Sent by the driver itself,
 * as the gate sends it: the query builder would read instants in its own way.
 * @throws DomainError not_found for another account's
 */
export async function findKeyFacts(
  db: DriverReader,
  { accountId, keyId }: Subject,
): Promise<{ readonly row: KeyFactsRow; readonly hasSecret: boolean }> {
  const { rows } = await db.$client.query<KeyFactsRow & { has_secret: boolean }>(FACTS, [accountId, keyId]);
  const [row] = rows;
  if (!row) throw notFound();
  return { row, hasSecret: row.has_secret };
}

/**
 * A recorded call of the key, found by the time in its id, and the resource of the token that it came with.
 * @throws DomainError not_found, for another key's too
 */
export async function findCall(
  db: Reader,
  { accountId, keyId }: Subject,
  callId: string,
): Promise<{ readonly call: Call; readonly resource: string | null }> {
  const time = timeOfId(callId)?.getTime();
  if (time === undefined) throw notFound();
  const [found] = await db
    .select({ ...CALL_COLUMNS, credentialId: calls.credentialId })
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
  const { credentialId, ...call } = found;
  return {
    call: { ...call, at: call.at.toISOString() },
    resource: await resourceOfToken(db, keyId, credentialId),
  };
}
