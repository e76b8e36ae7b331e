import { and, desc, eq, sql } from "drizzle-orm";

import { keyLastCalls } from "@/db/schema/calls";
import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";

import { JOURNEY_START, type GoLiveState } from "../../domain/go-live/journey";
import { goLivePath, type PathStep } from "../../domain/go-live/path";
import { CALLS_NEEDED } from "../../domain/go-live/readiness";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { readGoLiveSettings } from "../../platform/settings/env";
import { GO_LIVE_STATE, IS_SEEN_WAY } from "../../row-state/go-live-state";
import { isWorkingKey } from "../../row-state/key-status";
import { readKeyCalls } from "./read-calls";

export type GoLivePath = {
  readonly steps: readonly PathStep[];
  /** The key that it is told of, and how many of its calls count; null where there is none. */
  readonly key: { readonly id: string; readonly name: string; readonly callsCounted: number } | null;
  readonly callsNeeded: number;
};

/**
 * How far a person is on the way from nothing to a key in production, by the working key of theirs that is furthest on
 * it, or else has arrived: an admin's are all keys of the account, a developer's those that he or she created (R2).
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function readGoLivePath(ctx: AccountContext): Promise<GoLivePath> {
  return read(ctx, "key:read", async (db) => {
    const { policy } = readGoLiveSettings();
    const key = await furthestKey(db, ctx);
    if (!key) {
      const facts = { policy, hasKey: false, hasCalled: false, callsCounted: 0, state: JOURNEY_START.state };
      return { steps: goLivePath(facts), key: null, callsNeeded: CALLS_NEEDED };
    }
    const { state } = key;
    const callsCounted = key.lastAllowedAt
      ? (await readKeyCalls(db, ctx.account.id, key.id, key.now)).window.count
      : 0;
    return {
      steps: goLivePath({ policy, hasKey: true, hasCalled: key.lastAllowedAt !== null, callsCounted, state }),
      key: { id: key.id, name: key.name, callsCounted },
      callsNeeded: CALLS_NEEDED,
    };
  });
}

/** A key that is on its way comes before one that has arrived, and that before one that nothing was asked for. */
const ORDER: readonly GoLiveState[] = [
  "migration_requested",
  "review_passed",
  "declined",
  "withdrawn",
  "review_pending",
  "review_failed",
  "live",
];

/** Of the working keys, which R10 bounds, the one furthest on its way; of several the one that was called last. */
async function furthestKey(db: Reader, ctx: AccountContext) {
  const order = ORDER.map((state, index) => sql`when ${state} then ${sql.raw(String(ORDER.length - index))}`);
  // As the clock tells, and not as it is stored: a lapsed review is as good as none.
  const rank = sql<number>`case ${GO_LIVE_STATE} ${sql.join(order, sql` `)} else 0 end`;
  const [key] = await db
    .select({
      id: integrationKeys.id,
      name: integrationKeys.name,
      state: GO_LIVE_STATE,
      lastAllowedAt: keyLastCalls.lastAllowedAt,
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .leftJoin(
      goLiveJourneys,
      and(
        eq(goLiveJourneys.accountId, integrationKeys.accountId),
        IS_SEEN_WAY,
        eq(goLiveJourneys.keyId, integrationKeys.id),
      ),
    )
    .leftJoin(
      keyLastCalls,
      and(eq(keyLastCalls.accountId, integrationKeys.accountId), eq(keyLastCalls.keyId, integrationKeys.id)),
    )
    .where(
      and(
        eq(integrationKeys.accountId, ctx.account.id),
        ctx.profile === "admin" ? undefined : eq(integrationKeys.createdBy, ctx.user.id),
        isWorkingKey(),
      ),
    )
    .orderBy(desc(rank), sql`${keyLastCalls.lastAllowedAt} desc nulls last`, desc(integrationKeys.id))
    .limit(1);
  return key ?? null;
}
