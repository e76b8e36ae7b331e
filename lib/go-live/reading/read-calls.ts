import { and, desc, eq, gte, sql, type SQLWrapper } from "drizzle-orm";

import { calls } from "@/db/schema/calls";

import {
  hasEnoughCalls,
  POLLING_MS,
  readReadiness,
  type Readiness,
  type ReadinessCall,
} from "../../domain/go-live/readiness";
import { DAY_MS } from "../../domain/time/durations";
import type { Reader } from "../../kernel/database";

/** Calls of so many days are looked at. */
export const READINESS_DAYS = 30;
/**
 * How many are read, newest first, and how many more where those do not suffice. Not in more steps: all that was read is
 * judged again with each.
 */
const PAGES = [2_000, 8_000] as const;
/** The most calls that are judged. */
export const CALLS_READ_MAX = 10_000;

export type CallReading = Readiness & {
  /** From this instant on all calls were looked at. */
  readonly since: Date;
};

/**
 * Which of a key's last calls count, as far back as it takes to find enough that do: 30 days at most, and the last 10,000
 * calls at most, since a key that calls all day long shows by its last hours what it does.
 * @param now the database's clock
 */
export async function readKeyCalls(
  db: Reader,
  accountId: string,
  keyId: string,
  now: Date,
): Promise<CallReading> {
  const { calls: found, isAll } = await readFoundCalls(db, accountId, keyId, now);
  return judgedCalls(found, isAll ? earliestAt(now) : null);
}

/** Calls are looked for from this instant on. */
export function earliestAt(now: Date): Date {
  return new Date(now.getTime() - READINESS_DAYS * DAY_MS);
}

export type FoundCalls = {
  /** Newest first. */
  readonly calls: readonly ReadinessCall[];
  /** True where there are no others since the earliest instant. */
  readonly isAll: boolean;
};

/** The calls that {@link readKeyCalls} judges, as they are. */
export async function readFoundCalls(
  db: Reader,
  accountId: string,
  keyId: string,
  now: Date,
): Promise<FoundCalls> {
  const earliest = earliestAt(now);
  const [first, more] = PAGES;
  const page = { accountId, keyId, earliest };
  const newest = await readPage(db, { ...page, before: null, limit: first });
  const isAll = newest.length < first;
  if (isAll || hasEnoughCalls(judgedCalls(newest, null))) return { calls: newest, isAll };
  const older = await readPage(db, { ...page, before: newest.at(-1) ?? null, limit: more });
  return { calls: [...newest, ...older], isAll: older.length < more };
}

/** So many of each key are read where a page of keys is. */
export const LATEST_CALLS = 200;

export type LatestReading = CallReading & {
  /** True where older calls were left out that might count for more. */
  readonly isCut: boolean;
};

/**
 * The same of each key of a page, in one statement and by the last 200 calls of each. That is all of it for nearly every
 * key; where it is not, and does not suffice, what counts is at least so much.
 * @param now the database's clock
 */
export async function readLatestCalls(
  db: Reader,
  accountId: string,
  keyIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, LatestReading>> {
  if (keyIds.length === 0) return new Map();
  const earliest = earliestAt(now);
  const rows = await latestCallsQuery(db, { accountId, keyIds, earliest });
  return new Map(
    rows.map(({ keyId, calls: found }) => {
      const latest = (found ?? []).map(toCall);
      const hasOlder = latest.length === LATEST_CALLS;
      const reading = judgedCalls(latest, hasOlder ? null : earliest);
      return [keyId, { ...reading, isCut: hasOlder && !hasEnoughCalls(reading) }];
    }),
  );
}

/** What calls show, newest first. @param earliest where these are all that there are since then; null where there may be older ones */
export function judgedCalls(found: readonly ReadinessCall[], earliest: Date | null): CallReading {
  const since = earliest ?? judgedFrom(found);
  return { ...readReadiness(found, since), since };
}

/** What was polled is known where the quarter of an hour before it was read too. */
function judgedFrom(found: readonly ReadinessCall[]): Date {
  return new Date((found.at(-1)?.at.getTime() ?? 0) + POLLING_MS);
}

export type CallPage = {
  readonly accountId: string;
  readonly keyId: string;
  readonly earliest: Date;
  readonly before: { readonly at: Date; readonly id: string } | null;
  readonly limit: number;
};

/** A page of a key's calls, newest first. */
export async function readPage(db: Reader, page: CallPage): Promise<ReadinessCall[]> {
  const [row] = await readinessCallsQuery(db, page);
  return (row?.calls ?? []).map(toCall);
}

/** A call as the database writes it; its time in milliseconds since 1970. */
type CallTuple = [
  id: string,
  at: number,
  method: string,
  path: string,
  code: ReadinessCall["code"],
  outcomeStatus: number | null,
];

function toCall([id, at, method, path, code, outcomeStatus]: CallTuple): ReadinessCall {
  return { id, at: new Date(at), method, path, code, outcomeStatus };
}

const CALL = {
  id: calls.id,
  at: calls.at,
  method: calls.method,
  path: calls.path,
  code: calls.code,
  outcomeStatus: calls.outcomeStatus,
};

/**
 * One page of a key's calls, newest first, after the last one of the page before. As one value in JSON: thousands of rows are
 * read from it in a tenth of the time that they take one by one.
 */
export function readinessCallsQuery(db: Reader, page: CallPage) {
  const found = db
    .select(CALL)
    .from(calls)
    .where(
      and(
        eq(calls.accountId, page.accountId),
        eq(calls.keyId, page.keyId),
        gte(calls.at, page.earliest),
        page.before
          ? sql`(${calls.at}, ${calls.id}) < (${page.before.at.toISOString()}::timestamptz, ${page.before.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(calls.at), desc(calls.id))
    .limit(page.limit)
    .as("found");
  return db.select({ calls: asTuples(found) }).from(found);
}

type CallColumns = { readonly [Name in keyof typeof CALL]: SQLWrapper };

function asTuples({ id, at, method, path, code, outcomeStatus }: CallColumns) {
  return sql<CallTuple[] | null>`json_agg(
    json_build_array(${id}, (extract(epoch from ${at}) * 1000)::float8, ${method}, ${path}, ${code}, ${outcomeStatus})
    order by ${at} desc, ${id} desc)`;
}

type LatestCalls = {
  readonly accountId: string;
  readonly keyIds: readonly string[];
  readonly earliest: Date;
};

/** The last calls of each of these keys, a row for each key. */
export function latestCallsQuery(db: Reader, { accountId, keyIds, earliest }: LatestCalls) {
  const found = db
    .select(CALL)
    .from(calls)
    .where(and(eq(calls.accountId, accountId), eq(calls.keyId, sql`wanted.key_id`), gte(calls.at, earliest)))
    .orderBy(desc(calls.at), desc(calls.id))
    .limit(LATEST_CALLS)
    .as("found");
  return db
    .select({ keyId: sql<string>`wanted.key_id`, calls: asTuples(found) })
    .from(sql`unnest(${sql.param([...keyIds])}::uuid[]) as wanted (key_id)`)
    .leftJoinLateral(found, sql`true`)
    .groupBy(sql`wanted.key_id`);
}
