import { and, eq, gte, lt, sql } from "drizzle-orm";

import { callHours } from "@/db/schema/calls";

import type { GroupCounts, KeyUsage, UsageInput } from "../../contracts/keys/key-usage";
import { bucketsOf, spanOfChoice, spanOfRange, stepMs, type UsageSpan } from "../../domain/calls/usage-range";
import type { CallCode } from "../../domain/verdict/refusals";
import { VERDICT_GROUPS, verdictGroup } from "../../domain/verdict/verdict-group";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";

/**
 * How often a key was called per hour or day, by verdict: of the last 24 hours unless a range or a span is asked for.
 * Read from the hourly counts, so a month of a busy key is a few thousand rows.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function readUsage(
  ctx: AccountContext,
  input: UsageInput & { readonly keyId: string },
): Promise<KeyUsage> {
  return read(ctx, "key:read", async (db) => {
    const { now } = await expectKey(db, ctx, input.keyId);
    const span =
      input.from && input.to ? spanOfChoice(input.from, input.to) : spanOfRange(input.range ?? "24h", now);
    const rows = await usageRowsQuery(db, { accountId: ctx.account.id, keyId: input.keyId, span });
    return { ...countBuckets(span, rows), now: now.toISOString() };
  });
}

type UsageSubject = { readonly accountId: string; readonly keyId: string; readonly span: UsageSpan };

/** Hourly counts of one key, added up per bucket and verdict by the database. */
export function usageRowsQuery(db: Reader, { accountId, keyId, span }: UsageSubject) {
  const size = sql.raw(String(stepMs(span.step) / 1000));
  const start = sql<number>`(floor(extract(epoch from ${callHours.hour}) / ${size}) * ${size})::float8`;
  return db
    .select({ start, code: callHours.code, count: sql<number>`sum(${callHours.count})::int` })
    .from(callHours)
    .where(
      and(
        eq(callHours.accountId, accountId),
        eq(callHours.keyId, keyId),
        gte(callHours.hour, span.from),
        lt(callHours.hour, span.to),
      ),
    )
    .groupBy(start, callHours.code);
}

type CountRow = { readonly start: number; readonly code: CallCode; readonly count: number };

/** The whole series of buckets, from the hourly counts that exist. @param rows `start` in epoch seconds */
export function countBuckets(span: UsageSpan, rows: readonly CountRow[]): Omit<KeyUsage, "now"> {
  const counts = new Map<number, GroupCounts>(bucketsOf(span).map((at) => [at.getTime(), noCalls()]));
  const totals = noCalls();
  const codes = new Map<CallCode, number>();
  for (const row of rows) {
    const group = verdictGroup(row.code);
    const bucket = counts.get(row.start * 1000);
    if (!bucket) continue;
    bucket[group] += row.count;
    totals[group] += row.count;
    codes.set(row.code, (codes.get(row.code) ?? 0) + row.count);
  }
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    step: span.step,
    buckets: [...counts].map(([at, groups]) => ({ at: new Date(at).toISOString(), counts: groups })),
    totals,
    codes: [...codes].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count),
  };
}

function noCalls(): GroupCounts {
  // Every group is named in the tuple.
  return Object.fromEntries(VERDICT_GROUPS.map((group) => [group, 0])) as GroupCounts;
}
