import { and, desc, eq, gte, lt, lte, ne, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { callHours, calls, keyLastCalls } from "@/db/schema/calls";

import type { CallsElsewhere, CallsElsewhereInput } from "../../contracts/keys/calls-elsewhere";
import { DAY_MS, HOUR_MS } from "../../domain/time/durations";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";

const ACCOUNTS_LISTED = 20;
const COUNTED_DAYS = 30;

/**
 * What an app does in accounts other than this one, which manages it: how often, when and with which verdict. Paths,
 * addresses and people are those accounts' own affair.
 * @throws DomainError not_found for a key that another account manages | forbidden | plan_not_eligible |
 *   feature_not_enabled
 */
export function listCallsElsewhere(
  ctx: AccountContext,
  input: CallsElsewhereInput & { readonly keyId: string },
): Promise<CallsElsewhere> {
  return read(ctx, "key:read", async (db) => {
    const { now } = await expectKey(db, ctx, input.keyId);
    const subject = { managerId: ctx.account.id, keyId: input.keyId };
    const [listed, page] = await Promise.all([accountsOf(db, subject, now), pageOf(db, subject, input)]);
    return { accounts: listed, countedDays: COUNTED_DAYS, ...page };
  });
}

type Subject = { readonly managerId: string; readonly keyId: string };

async function accountsOf(
  db: Reader,
  { managerId, keyId }: Subject,
  now: Date,
): Promise<CallsElsewhere["accounts"]> {
  const since = new Date(now.getTime() - COUNTED_DAYS * DAY_MS);
  const rows = await db
    .select({
      id: accounts.id,
      name: accounts.name,
      calls: sql<number>`coalesce(sum(${callHours.count}), 0)::float8`,
      allowedCalls: sql<number>`coalesce(sum(${callHours.count}) filter (where ${callHours.code} = 'allowed'), 0)::float8`,
      lastCallAt: keyLastCalls.lastCallAt,
    })
    .from(keyLastCalls)
    .innerJoin(accounts, eq(accounts.id, keyLastCalls.accountId))
    .leftJoin(
      callHours,
      and(
        eq(callHours.keyId, keyLastCalls.keyId),
        eq(callHours.accountId, keyLastCalls.accountId),
        gte(callHours.hour, since),
      ),
    )
    .where(and(eq(keyLastCalls.keyId, keyId), ne(keyLastCalls.accountId, managerId)))
    .groupBy(accounts.id, keyLastCalls.keyId, keyLastCalls.accountId)
    .orderBy(desc(keyLastCalls.lastCallAt), accounts.id)
    .limit(ACCOUNTS_LISTED);
  return rows.map((row) => ({ ...row, lastCallAt: row.lastCallAt.toISOString() }));
}

/** Where a page begins: at calls of this instant, the first `skipped` of which were on the page before. */
type Start = { readonly at: Date; readonly skipped: number } | null;

function startOf(cursor: string | undefined): Start {
  if (cursor === undefined) return null;
  const [at, skipped] = cursor.split(".").map(Number);
  return { at: new Date(at ?? 0), skipped: skipped ?? 0 };
}

async function pageOf(
  db: Reader,
  subject: Subject,
  { cursor, limit }: CallsElsewhereInput,
): Promise<Pick<CallsElsewhere, "data" | "nextCursor">> {
  const start = startOf(cursor);
  const skipped = start?.skipped ?? 0;
  const wanted = skipped + limit + 1;
  const rows = (await findCalls(db, subject, start, wanted)).slice(skipped);
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  if (!last || rows.length <= limit) return { data: data.map(toWire), nextCursor: null };
  const alike = data.filter((call) => call.at.getTime() === last.at.getTime()).length;
  const before = start?.at.getTime() === last.at.getTime() ? skipped : 0;
  return { data: data.map(toWire), nextCursor: `${last.at.getTime()}.${before + alike}` };
}

function toWire<T extends { readonly at: Date }>(call: T) {
  return { ...call, at: call.at.toISOString() };
}

/** Found by the hours that have such calls: the app may be called far more often in its own account. */
async function findCalls(db: Reader, { managerId, keyId }: Subject, start: Start, limit: number) {
  const hours = await db
    .selectDistinct({ hour: callHours.hour })
    .from(callHours)
    .where(
      and(
        eq(callHours.keyId, keyId),
        ne(callHours.accountId, managerId),
        start ? lte(callHours.hour, start.at) : undefined,
      ),
    )
    .orderBy(desc(callHours.hour))
    .limit(limit + 1);
  const [oldest] = hours.slice(-1);
  if (!oldest) return [];
  const newest = hours[0]?.hour.getTime() ?? 0;
  return db
    .select({
      at: calls.at,
      method: calls.method,
      code: calls.code,
      account: { id: accounts.id, name: accounts.name },
    })
    .from(calls)
    .innerJoin(accounts, eq(accounts.id, calls.accountId))
    .where(
      and(
        eq(calls.keyId, keyId),
        ne(calls.accountId, managerId),
        gte(calls.at, oldest.hour),
        lt(calls.at, new Date(newest + HOUR_MS)),
        start ? lte(calls.at, start.at) : undefined,
      ),
    )
    .orderBy(desc(calls.at), desc(calls.id))
    .limit(limit);
}
