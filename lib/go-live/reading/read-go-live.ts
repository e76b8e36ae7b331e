import type { GoLive, GoLiveViolation } from "../../contracts/go-live/go-live";
import { boardCalls, dayPicture, openRun } from "../../domain/go-live/board";
import { destinationFault, prerequisitesOf } from "../../domain/go-live/prerequisites";
import {
  CALLS_NEEDED,
  type JudgedCall,
  type Readiness,
  type ReadinessWindow,
} from "../../domain/go-live/readiness";
import { violationText } from "../../domain/go-live/review";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { readGoLiveSettings } from "../../platform/settings/env";
import { findSandboxKey, type SandboxKey } from "../find-sandbox-key";
import { readCallsAgain } from "../read-calls-again";
import { readKeyCalls } from "./read-calls";
import { mayOpenKeysOf } from "./may-open";
import { readJourney } from "./read-journey";
import { readPrerequisiteFacts } from "./read-prerequisites";
import { explainRefusals } from "./read-refusals";

/** More broken rules than these nobody reads, nor more calls of one. */
const VIOLATIONS_SHOWN = 20;
const VIOLATION_CALLS_SHOWN = 20;

/**
 * How far a sandbox key is on its way to production, and what is missing: for admins, and the developer who made it (R2).
 * @throws DomainError not_found | not_key_creator | not_a_sandbox_key | forbidden | plan_not_eligible | feature_not_enabled
 */
export function getGoLive(ctx: AccountContext, keyId: string): Promise<GoLive> {
  return read(ctx, "key:read", async (db) =>
    readGoLive(db, ctx, await findSandboxKey(db, ctx, keyId), readCallsAgain),
  );
}

/**
 * The same of a key that was found, within a query or transaction of the caller's.
 * @param readCalls how its calls are read: all anew where a decision rests on them
 */
export async function readGoLive(
  db: Reader,
  ctx: AccountContext,
  key: SandboxKey,
  readCalls: typeof readKeyCalls = readKeyCalls,
): Promise<GoLive> {
  const { now } = key;
  const [journey, reading, facts] = await Promise.all([
    readJourney(db, key.accountId, key.id, now),
    readCalls(db, key.accountId, key.id, now),
    readPrerequisiteFacts(db, ctx.user.id, key),
  ]);
  const refusals = await explainRefusals(db, key, reading.calls);
  const { productionKey } = journey;
  return {
    ...journey,
    canOpenProductionKey:
      productionKey !== null && (await mayOpenKeysOf(db, ctx.user.id, productionKey.accountId)),
    policy: readGoLiveSettings().policy,
    now: now.toISOString(),
    window: { ...toRun(reading.window), needed: CALLS_NEEDED },
    openRun: toRun(openRun(reading, now)),
    day: toDay(reading, now),
    calls: boardCalls(reading).map(({ at, reason, ...call }) => ({
      ...call,
      at: at.toISOString(),
      counts: reason === null,
      reason,
    })),
    looked: {
      calls: reading.calls.length,
      counted: reading.calls.filter(({ reason }) => reason === null).length,
      since: reading.since.toISOString(),
    },
    ...toViolations(reading),
    prerequisites: prerequisitesOf(facts),
    refusals,
    destinations: facts.productionAccounts
      .filter((account) => destinationFault(account) === null)
      .map(({ id, name }) => ({ id, name })),
  };
}

/** The wire form of a run of calls. */
export function toRun({ count, from, to }: ReadinessWindow) {
  return { count, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
}

function toDay(reading: Readiness, now: Date): GoLive["day"] {
  const { from, to, slotMs, slots } = dayPicture(reading, now);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    slotMs,
    slots: slots.map(({ at, ...slot }) => ({ at: at.toISOString(), ...slot })),
  };
}

function toViolations(reading: Readiness): Pick<GoLive, "violations" | "violationsTotal"> {
  const calls = new Map(reading.calls.map((call) => [call.id, call]));
  const violations = reading.violations
    .map((violation) => toViolation(violation, calls))
    .toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  return { violations: violations.slice(0, VIOLATIONS_SHOWN), violationsTotal: violations.length };
}

function toViolation(
  { rule, callIds, path, precedingCallId }: Readiness["violations"][number],
  calls: ReadonlyMap<string, JudgedCall>,
): GoLiveViolation {
  const lastAt = calls.get(callIds.at(-1) ?? "")?.at ?? new Date(0);
  return {
    rule,
    callIds: callIds.slice(-VIOLATION_CALLS_SHOWN).toReversed(),
    calls: callIds.length,
    path,
    precedingCallId,
    lastAt: lastAt.toISOString(),
    detail: violationText(rule, callIds.length, path),
  };
}
