import { and, desc, eq, gt, gte, inArray, lt, sql, type SQL } from "drizzle-orm";

import { callHours, calls } from "@/db/schema/calls";

import type { Call, CallList, CallListInput } from "../../contracts/keys/key-usage";
import { HOUR_MS } from "../../domain/time/durations";
import type { CallCode } from "../../domain/verdict/refusals";
import { codesOf } from "../../domain/verdict/verdict-group";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { callsRetentionDays } from "../../platform/settings/env";
import { CALL_COLUMNS } from "./call-columns";
import { expectKey } from "../keys/expect-key";
import { tokensOf } from "./call-tokens";

/**
 * The calls of a key, newest first, a page at a time by keyset: calls that arrive meanwhile neither repeat nor hide
 * one of the pages that follow.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listCalls(
  ctx: AccountContext,
  input: CallListInput & { readonly keyId: string },
): Promise<CallList> {
  return read(ctx, "key:read", async (db) => {
    await expectKey(db, ctx, input.keyId);
    const rows = await findCalls(db, ctx.account.id, input);
    const shown = rows.slice(0, input.limit);
    const tokens = await tokensOf(
      db,
      input.keyId,
      shown.map(({ credentialId }) => credentialId),
    );
    const page = shown.map(({ credentialId, ...row }): Call => {
      const token = tokens.get(credentialId);
      return { ...row, at: row.at.toISOString(), ...(token ? { token } : {}) };
    });
    const last = page.at(-1);
    return {
      data: page,
      nextCursor: last && rows.length > input.limit ? `${Date.parse(last.at)}.${last.id}` : null,
      keptDays: callsRetentionDays(),
    };
  });
}

type CallPage = CallListInput & { readonly keyId: string };

/** One page, and one row more to see whether there is another. */
async function findCalls(db: Reader, accountId: string, page: CallPage) {
  if (!page.verdict) return callQuery(db, accountId, page);
  const hours = await hoursOf(db, accountId, page, codesOf(page.verdict));
  if (hours.length === 0) return [];
  const ofHour = callQuery(
    db,
    accountId,
    page,
    sql`${calls.at} >= hours.hour and ${calls.at} < hours.hour + interval '1 hour'`,
  ).as("of_hour");
  return db
    .select(ofHour._.selectedFields)
    .from(sql`unnest(${sql.param(hours.map((hour) => hour.toISOString()))}::timestamptz[]) as hours(hour)`)
    .crossJoinLateral(ofHour)
    .orderBy(desc(ofHour.at), desc(ofHour.id))
    .limit(page.limit + 1);
}

function callQuery(db: Reader, accountId: string, page: CallPage, span?: SQL) {
  return db
    .select({ ...CALL_COLUMNS, credentialId: calls.credentialId })
    .from(calls)
    .where(
      and(
        eq(calls.accountId, accountId),
        eq(calls.keyId, page.keyId),
        page.from ? gte(calls.at, page.from) : undefined,
        page.to ? lt(calls.at, page.to) : undefined,
        page.cursor ? isBefore(page.cursor) : undefined,
        page.verdict ? inArray(calls.code, codesOf(page.verdict)) : undefined,
        span,
      ),
    )
    .orderBy(desc(calls.at), desc(calls.id))
    .limit(page.limit + 1);
}

/**
 * The hours, newest first, in which the calls of a page lie. A rare verdict among millions of calls is found by the
 * hourly counts, which are written with the calls: an index of calls by verdict would cost every check.
 */
async function hoursOf(db: Reader, accountId: string, page: CallPage, codes: CallCode[]): Promise<Date[]> {
  const before = Math.min(
    page.to?.getTime() ?? Infinity,
    page.cursor ? instantOf(page.cursor) + 1 : Infinity,
  );
  const rows = await db
    .select({ hour: callHours.hour, count: sql<number>`sum(${callHours.count})::float8` })
    .from(callHours)
    .where(
      and(
        eq(callHours.accountId, accountId),
        eq(callHours.keyId, page.keyId),
        inArray(callHours.code, codes),
        page.from ? gt(callHours.hour, new Date(page.from.getTime() - HOUR_MS)) : undefined,
        before === Infinity ? undefined : lt(callHours.hour, new Date(before)),
      ),
    )
    .groupBy(callHours.hour)
    .orderBy(desc(callHours.hour))
    // Each has a call of the page at least, but for the one in which the page begins.
    .limit(page.limit + 2);
  let found = 0;
  return rows
    .filter(({ hour, count }) => {
      const isNeeded = found <= page.limit;
      if (hour.getTime() + HOUR_MS <= before) found += count;
      return isNeeded;
    })
    .map(({ hour }) => hour);
}

function isBefore(cursor: string) {
  const instant = new Date(instantOf(cursor)).toISOString();
  return sql`(${calls.at}, ${calls.id}) < (${instant}::timestamptz, ${cursor.split(".")[1]}::uuid)`;
}

function instantOf(cursor: string): number {
  return Number(cursor.split(".")[0]);
}
