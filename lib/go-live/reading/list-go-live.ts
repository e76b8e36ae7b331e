import { and, count, desc, eq, lt, not, sql } from "drizzle-orm";

import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { GoLiveCounts, GoLiveLine, GoLiveList, GoLiveListInput } from "../../contracts/go-live/go-live";
import { openRun } from "../../domain/go-live/board";
import { GO_LIVE_STATES, JOURNEY_START, journeyState, type GoLiveState } from "../../domain/go-live/journey";
import { prerequisitesOf, type ProductionAccount } from "../../domain/go-live/prerequisites";
import { CALLS_NEEDED } from "../../domain/go-live/readiness";
import { LOOK_MS } from "../../domain/go-live/review";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { readGoLiveSettings } from "../../platform/settings/env";
import { APP_SET_UP } from "../../row-state/app-set-up";
import { GO_LIVE_STATE, IS_OWN_WAY, IS_SEEN_WAY, JOURNEY_LIFE } from "../../row-state/go-live-state";
import { matchesText } from "../../row-state/key-search";
import { IS_AGENT, isWorkingKey } from "../../row-state/key-status";
import { readLatestCalls, type LatestReading } from "./read-calls";
import { productionAccountsOf } from "./read-prerequisites";
import { toRun } from "./read-go-live";

/**
 * How far the keys of a sandbox account are on their way to production, newest first, a page at a time by keyset: every
 * working key for admins, a developer's own for a developer (R2). An account of production has none. The first page says how
 * many there are in all.
 * @param input.q a text that keys are found by, as in their list; empty for all
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled
 */
export function listGoLive(ctx: AccountContext, input: GoLiveListInput): Promise<GoLiveList> {
  return read(ctx, "key:read", async (db) => {
    const [rows, productionAccounts, counts] = await Promise.all([
      goLivePageQuery(db, ctx, input),
      productionAccountsOf(db, ctx.user.id),
      input.cursor ? null : countStates(db, ctx, input.q),
    ]);
    const page = rows.slice(0, input.limit);
    const wanting = page.filter((row) => WANTS_CALLS.has(stateOf(row))).map(({ id }) => id);
    const now = page[0]?.now ?? new Date(0);
    const readings = await readLatestCalls(db, ctx.account.id, wanting, now);
    const data = page.map((row) => toLine(row, readings.get(row.id) ?? null, productionAccounts));
    return { data, nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null, counts };
  });
}

/** Keys of the list, each once: all that are found by the text, on whichever page. */
async function countStates(db: Reader, ctx: ListContext, q: string): Promise<GoLiveCounts> {
  const rows = await goLiveCountsQuery(db, ctx, q);
  const of = (wanted: GoLiveState) => rows.find(({ state }) => state === wanted)?.keys ?? 0;
  const states = Object.fromEntries(
    GO_LIVE_STATES.map((state) => [state, of(state)]),
  ) as GoLiveCounts["states"];
  return { keys: rows.reduce((sum, { keys }) => sum + keys, 0), states };
}

/** How many keys of the list are in each state. */
export function goLiveCountsQuery(db: Reader, ctx: ListContext, q: string) {
  return db
    .select({ state: GO_LIVE_STATE.as("way_state"), keys: count() })
    .from(integrationKeys)
    .leftJoin(goLiveJourneys, IS_ITS_WAY)
    .where(isListed(ctx, q))
    .groupBy(sql`way_state`);
}

type ListContext = Pick<AccountContext, "account" | "profile" | "user">;

const IS_ITS_WAY = and(
  eq(goLiveJourneys.keyId, integrationKeys.id),
  eq(goLiveJourneys.accountId, integrationKeys.accountId),
  IS_SEEN_WAY,
);

function isListed(ctx: ListContext, q: string) {
  return and(
    eq(integrationKeys.accountId, ctx.account.id),
    eq(integrationKeys.environment, "sandbox"),
    isWorkingKey(),
    not(IS_AGENT),
    ctx.profile === "admin" ? undefined : eq(integrationKeys.createdBy, ctx.user.id),
    matchesText(q),
  );
}

/** The query of one page, with one row more than the page to see whether there is another. */
export function goLivePageQuery(db: Reader, ctx: ListContext, input: GoLiveListInput) {
  return db
    .select({
      id: integrationKeys.id,
      clientId: integrationKeys.clientId,
      name: integrationKeys.name,
      method: integrationKeys.method,
      ...JOURNEY_LIFE,
      isOwn: IS_OWN_WAY,
      reviewAt: goLiveJourneys.reviewAt,
      decisionReason: goLiveJourneys.decisionReason,
      ...APP_SET_UP,
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .leftJoin(goLiveJourneys, IS_ITS_WAY)
    .where(and(isListed(ctx, input.q), input.cursor ? lt(integrationKeys.id, input.cursor) : undefined))
    .orderBy(desc(integrationKeys.id))
    .limit(input.limit + 1);
}

type PageRow = Awaited<ReturnType<typeof goLivePageQuery>>[number];

function stateOf(row: PageRow): GoLiveState {
  const journey = row.state === null ? JOURNEY_START : { ...row, state: row.state };
  return journeyState(journey, row.now);
}

function toLine(
  row: PageRow,
  reading: LatestReading | null,
  productionAccounts: readonly ProductionAccount[],
): GoLiveLine {
  const { id, clientId, name, method, now } = row;
  return {
    key: { id, clientId, name, method },
    state: stateOf(row),
    policy: readGoLiveSettings().policy,
    window: reading && { ...toRun(reading.window), needed: CALLS_NEEDED },
    openRun: reading && toRun(openRun(reading, now)),
    areCallsCut: reading?.isCut ?? false,
    prerequisites: prerequisitesOf({ ...row, productionAccounts }),
    review: reviewOf(row),
    migration: row.state === "declined" ? { reason: row.decisionReason } : null,
  };
}

/** States in which a review comes next, which looks at calls. */
const WANTS_CALLS: ReadonlySet<GoLiveState> = new Set(["demo", "review_failed", "review_expired"]);

function reviewOf({ isOwn, state, reviewAt, reviewExpiresAt }: PageRow): GoLiveLine["review"] {
  if (reviewAt === null || !isOwn) return null;
  const isPending = state === "review_pending";
  return {
    at: reviewAt.toISOString(),
    expiresAt: reviewExpiresAt?.toISOString() ?? null,
    expectedBy: isPending ? new Date(reviewAt.getTime() + LOOK_MS).toISOString() : null,
  };
}
