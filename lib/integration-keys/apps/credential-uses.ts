import { and, eq, inArray, isNull, ne, or, sql, type SQL } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { credentials } from "@/db/schema/integration-keys";
import { oauthTokenFamilies } from "@/db/schema/oauth";

import type { CredentialUse, CredentialUses } from "../../contracts/keys/credential-use";
import { ENDING_COUNTED } from "../../domain/apps/app-limits";
import {
  credentialUse,
  type CredentialFacts,
  type CredentialUse as UseOfOne,
} from "../../domain/apps/credential-use";
import { DAY_MS } from "../../domain/time/durations";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";
import { readCredentialCalls, type CredentialCalls, type CredentialCallsReading } from "./credential-calls";

/** Of credentials that were removed, so many at most are listed: the latest. */
const REMOVED_LISTED = 10;

/**
 * How each credential of an app is used: by which share of the calls of the last 24 hours, from where, and since when it is quiet.
 * With those that were removed and still call. None for a long-lived key.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listCredentialUses(ctx: AccountContext, keyId: string): Promise<CredentialUses> {
  return read(ctx, "key:read", async (db) => {
    const { id, now } = await expectKey(db, ctx, keyId);
    return readCredentialUses(db, { accountId: ctx.account.id, keyId: id, now });
  });
}

type Subject = { readonly accountId: string; readonly keyId: string; readonly now: Date };

/** The same of a key that was found, within a query of the caller's. */
export async function readCredentialUses(db: Reader, subject: Subject): Promise<CredentialUses> {
  const { now } = subject;
  const reading = await readCredentialCalls(db, { ...subject, since: new Date(now.getTime() - DAY_MS) });
  const rows = await credentialsQuery(db, subject, reading);
  const found = rows.map((row) => ({ row, facts: toFacts(row, reading, now) }));
  const all = found.map(({ facts }) => facts);
  const uses = found.map(({ row, facts }) =>
    toUse(row, credentialUse(facts, all, { since: reading.since, now }), reading.of.get(row.id) ?? NO_CALLS),
  );
  const calls = [...reading.of.values()].reduce((sum, one) => sum + one.calls, 0);
  const removed = uses
    .filter(({ removedAt }) => removedAt !== null)
    .toSorted((a, b) => ((a.removedAt ?? "") < (b.removedAt ?? "") ? 1 : -1));
  return {
    since: reading.since.toISOString(),
    isComplete: reading.isComplete,
    calls,
    otherCalls: calls - uses.reduce((sum, use) => sum + use.calls, 0),
    data: [...uses.filter(({ removedAt }) => removedAt === null), ...removed.slice(0, REMOVED_LISTED)],
    nextCursor: null,
  };
}

/** Those that were not removed, and those that calls came with; each with what ends with it. */
function credentialsQuery(db: Reader, { accountId, keyId, now }: Subject, { of }: CredentialCallsReading) {
  const called = [...of.keys()].filter((id) => id !== null);
  const until = sql`${now.toISOString()}::timestamptz`;
  return db
    .select({
      id: credentials.id,
      kind: sql<CredentialFacts["kind"]>`${credentials.kind}`,
      name: credentials.name,
      createdAt: credentials.createdAt,
      expiresAt: credentials.expiresAt,
      lastUsedAt: credentials.lastUsedAt,
      revokedAt: credentials.revokedAt,
      tokens: counted(
        sql`select 1 from ${accessTokens} as t where t.credential_id = ${credentials.id} and t.revoked_at is null and t.expires_at > ${until}`,
      ),
      signIns: counted(
        sql`select 1 from ${oauthTokenFamilies} as f where f.credential_id = ${credentials.id} and f.revoked_at is null and f.expires_at > ${until}`,
      ),
    })
    .from(credentials)
    .where(
      and(
        eq(credentials.accountId, accountId),
        eq(credentials.keyId, keyId),
        ne(credentials.kind, "long_lived"),
        or(isNull(credentials.revokedAt), called.length > 0 ? inArray(credentials.id, called) : undefined),
      ),
    )
    .orderBy(credentials.id);
}

/** So many rows, {@link ENDING_COUNTED} at most. */
function counted(found: SQL) {
  return sql<number>`(select count(*)::int from (${found} limit ${ENDING_COUNTED}) as ending)`;
}

type Row = Awaited<ReturnType<typeof credentialsQuery>>[number];

const NO_CALLS: CredentialCalls = {
  calls: 0,
  refusedCalls: 0,
  lastCallAt: null,
  callsElsewhere: 0,
  callers: [],
  callersTotal: 0,
};

function toFacts(row: Row, { of }: CredentialCallsReading, now: Date): CredentialFacts {
  const { id, kind, createdAt, expiresAt, revokedAt, lastUsedAt } = row;
  const { calls, lastCallAt } = of.get(id) ?? NO_CALLS;
  const isUsable = revokedAt === null && (expiresAt === null || expiresAt > now);
  return { id, kind, createdAt, isUsable, provenAt: lastUsedAt, calls, lastCallAt };
}

function toUse(row: Row, { quietSince, rotation }: UseOfOne, own: CredentialCalls): CredentialUse {
  const { id, kind, name, revokedAt, lastUsedAt, tokens, signIns } = row;
  const { calls, callsElsewhere, refusedCalls, lastCallAt, callers, callersTotal } = own;
  return {
    id,
    kind,
    name: name ?? "",
    removedAt: revokedAt?.toISOString() ?? null,
    calls,
    callsElsewhere,
    refusedCalls,
    lastCallAt: lastCallAt?.toISOString() ?? null,
    provenAt: lastUsedAt?.toISOString() ?? null,
    quietSince: quietSince?.toISOString() ?? null,
    rotation,
    tokens,
    signIns,
    callers: callers.map((caller) => ({ ...caller, lastAt: caller.lastAt.toISOString() })),
    callersTotal,
  };
}
