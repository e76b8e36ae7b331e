import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from "drizzle-orm";

import type { Database } from "../kernel/database";
import { callHours } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { KeyList, KeyListInput } from "../contracts/integration-keys";
import type { KeyKnock } from "../contracts/key-knocks";
import type { KeyStatus } from "../domain/key-lifecycle";
import type { AccountContext } from "../kernel/context";
import { read } from "../kernel/read";
import { selectKeys, toIntegrationKey } from "./integration-key";
import { knocksOfPage } from "./list-knocks";
import { matchesText } from "./search";

const SPARKLINE_DAYS = 7;
const DAY_SECONDS = 86_400;

/**
 * The account's keys, newest first, a page at a time by keyset: `nextCursor` is the last id of the page, null on the
 * last one.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled
 */
export function listIntegrationKeys(ctx: AccountContext, input: KeyListInput): Promise<KeyList> {
  return read(ctx, "key:read", async (db) => {
    const rows = await keyPageQuery(db, ctx.account.id, input);
    const page = rows.slice(0, input.limit);
    const keyIds = page.map((row) => row.id);
    const [calls, knocks] = await Promise.all([
      dailyCalls(db, ctx.account.id, keyIds),
      knocksOfPage(db, ctx.account.id, page),
    ]);
    return {
      data: page.map((row) => ({
        ...toIntegrationKey(row, ctx),
        dailyCalls: calls.get(row.id)?.days ?? noCalls(),
        knock: knocks.get(row.id) ?? inWrongEnvironment(calls.get(row.id)?.wrongEnvironment ?? 0),
      })),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** The query of one page, with one row more than the page to see whether there is another. */
export function keyPageQuery(db: Database, accountId: string, input: KeyListInput) {
  return selectKeys(db)
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        input.cursor ? lt(integrationKeys.id, input.cursor) : undefined,
        input.method ? eq(integrationKeys.method, input.method) : undefined,
        input.createdBy ? eq(integrationKeys.createdBy, input.createdBy) : undefined,
        input.status ? hasStatus(input.status) : undefined,
        matchesText(input.q),
      ),
    )
    .orderBy(desc(integrationKeys.id))
    .limit(input.limit + 1);
}

/** `keyStatus` of the domain as a condition; the tests compare both. */
function hasStatus(status: KeyStatus): SQL | undefined {
  const { revokedAt, retiresAt, expiresAt } = integrationKeys;
  const now = sql`now()`;
  const isNotEnded = and(isNull(revokedAt), or(isNull(retiresAt), gt(retiresAt, now)));
  const isNotExpired = or(isNull(expiresAt), gt(expiresAt, now));
  switch (status) {
    case "revoked":
      return or(isNotNull(revokedAt), and(isNotNull(retiresAt), lte(retiresAt, now)));
    case "expired":
      return and(isNotEnded, lte(expiresAt, now));
    case "retiring":
      return and(isNotEnded, isNotExpired, isNotNull(retiresAt));
    case "active":
      return and(isNotEnded, isNotExpired, isNull(retiresAt));
  }
}

type DailyCalls = { readonly days: number[]; wrongEnvironment: number };

const noCalls = (): number[] => Array.from({ length: SPARKLINE_DAYS }, () => 0);

function inWrongEnvironment(calls: number): KeyKnock | null {
  if (calls === 0) return null;
  return {
    reason: "wrong_environment",
    calls,
    areCallsExact: true,
    addresses: null,
    areAddressesExact: false,
  };
}

async function dailyCalls(
  db: Database,
  accountId: string,
  keyIds: string[],
): Promise<Map<string, DailyCalls>> {
  const byKey = new Map<string, DailyCalls>();
  if (keyIds.length === 0) return byKey;
  for (const row of await dailyCallsQuery(db, accountId, keyIds)) {
    const calls = byKey.get(row.keyId) ?? { days: noCalls(), wrongEnvironment: 0 };
    calls.days[SPARKLINE_DAYS - 1 - row.daysAgo] = row.calls;
    calls.wrongEnvironment += row.wrongEnvironment;
    byKey.set(row.keyId, calls);
  }
  return byKey;
}

/** Calls of the keys of a page per day, and those that were refused for their environment. */
export function dailyCallsQuery(db: Database, accountId: string, keyIds: string[]) {
  const daysAgo = sql<number>`floor(extract(epoch from now() - ${callHours.hour}) / ${sql.raw(String(DAY_SECONDS))})::int`;
  return db
    .select({
      keyId: callHours.keyId,
      daysAgo,
      calls: sql<number>`sum(${callHours.count})::int`,
      wrongEnvironment: sql<number>`coalesce(sum(${callHours.count}) filter (where ${callHours.code} = 'wrong_environment'), 0)::int`,
    })
    .from(callHours)
    .where(
      and(
        eq(callHours.accountId, accountId),
        inArray(callHours.keyId, keyIds),
        gt(callHours.hour, sql`now() - make_interval(days => ${SPARKLINE_DAYS})`),
      ),
    )
    .groupBy(callHours.keyId, daysAgo);
}
