import { and, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";

import type { Reader } from "../../../kernel/database";
import { callHours } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { KeyList, KeyListInput } from "../../../contracts/keys/integration-keys";
import type { KeyKnock } from "../../../contracts/keys/key-knocks";
import type { AccountContext } from "../../../kernel/context";
import { read } from "../../../kernel/read";
import { matchesText } from "../../../row-state/key-search";
import { hasStatus } from "../../../row-state/key-status";
import { selectKeys, toIntegrationKey } from "../integration-key";
import { knocksOfPage } from "./list-knocks";

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
        dailyRefused: calls.get(row.id)?.refused ?? noCalls(),
        knock: knocks.get(row.id) ?? inWrongEnvironment(calls.get(row.id)),
      })),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** The query of one page, with one row more than the page to see whether there is another. */
export function keyPageQuery(db: Reader, accountId: string, input: KeyListInput) {
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

type DailyCalls = {
  readonly days: number[];
  readonly refused: number[];
  wrongEnvironment: { calls: number; lastDayCalls: number; lastHour: Date | null };
};

const noCalls = (): number[] => Array.from({ length: SPARKLINE_DAYS }, () => 0);

function inWrongEnvironment(calls: DailyCalls | undefined): KeyKnock | null {
  if (!calls?.wrongEnvironment.lastHour) return null;
  const { lastHour, ...counts } = calls.wrongEnvironment;
  return {
    reason: "wrong_environment",
    ...counts,
    lastAt: lastHour.toISOString(),
    areCallsExact: true,
    addresses: null,
    areAddressesExact: false,
  };
}

async function dailyCalls(db: Reader, accountId: string, keyIds: string[]): Promise<Map<string, DailyCalls>> {
  const byKey = new Map<string, DailyCalls>();
  if (keyIds.length === 0) return byKey;
  for (const row of await dailyCallsQuery(db, accountId, keyIds)) {
    const calls = byKey.get(row.keyId) ?? {
      days: noCalls(),
      refused: noCalls(),
      wrongEnvironment: { calls: 0, lastDayCalls: 0, lastHour: null },
    };
    const { wrongEnvironment: wrong } = calls;
    calls.days[SPARKLINE_DAYS - 1 - row.daysAgo] = row.calls;
    calls.refused[SPARKLINE_DAYS - 1 - row.daysAgo] = row.refused;
    wrong.calls += row.wrongEnvironment;
    if (row.daysAgo === 0) wrong.lastDayCalls = row.wrongEnvironment;
    const hour = row.lastWrongHour;
    if (hour && (!wrong.lastHour || hour > wrong.lastHour)) wrong.lastHour = hour;
    byKey.set(row.keyId, calls);
  }
  return byKey;
}

/** Calls of the keys of a page per day, those that were refused, and of these the ones for their environment. */
export function dailyCallsQuery(db: Reader, accountId: string, keyIds: string[]) {
  const daysAgo = sql<number>`floor(extract(epoch from now() - ${callHours.hour}) / ${sql.raw(String(DAY_SECONDS))})::int`;
  return db
    .select({
      keyId: callHours.keyId,
      daysAgo,
      calls: sql<number>`sum(${callHours.count})::int`,
      refused: sql<number>`coalesce(sum(${callHours.count}) filter (where ${callHours.code} <> 'allowed'), 0)::int`,
      wrongEnvironment: sql<number>`coalesce(sum(${callHours.count}) filter (where ${callHours.code} = 'wrong_environment'), 0)::int`,
      lastWrongHour:
        sql<Date | null>`max(${callHours.hour}) filter (where ${callHours.code} = 'wrong_environment')`.mapWith(
          callHours.hour,
        ),
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
