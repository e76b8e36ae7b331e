import { describe, expect, it } from "vitest";

import {
  GO_LIVE_STATES,
  JOURNEY_START,
  journeyRefusalText,
  journeyState,
  REVIEW_VALID_MS,
  stepJourney,
  type GoLiveState,
  type Journey,
  type JourneyEvent,
} from "./journey";

const AT = new Date("2026-11-29T12:00:00Z");
const inTime = (afterMs: number) => new Date(AT.getTime() + afterMs);
const journey = (state: GoLiveState, reviewExpiresAt: Date | null = inTime(1)): Journey => ({
  state,
  reviewExpiresAt,
  hasProductionEnded: false,
});

const EVENTS = {
  pass: { type: "review", outcome: "passed", at: AT },
  pend: { type: "review", outcome: "pending", at: AT },
  fail: { type: "review", outcome: "failed", at: AT },
  takeBack: { type: "withdraw_review", at: AT },
  request: { type: "request_migration", at: AT },
  withdraw: { type: "withdraw", at: AT },
  decline: { type: "decline", at: AT },
  approve: { type: "approve", at: AT },
} as const satisfies Record<string, JourneyEvent>;

/** What every event makes of every state: another state, "=" for no change, or a refusal. */
const TABLE: Record<GoLiveState, Record<keyof typeof EVENTS, string>> = {
  demo: row("review_passed", "review_pending", "review_failed", "review_needed", "no_migration_requested"),
  review_failed: {
    ...row("review_passed", "review_pending", "review_failed", "review_needed", "no_migration_requested"),
    takeBack: "=",
  },
  review_expired: row(
    "review_passed",
    "review_pending",
    "review_failed",
    "review_needed",
    "no_migration_requested",
  ),
  review_pending: {
    ...row("review_passed", "=", "review_failed", "review_under_way", "no_migration_requested"),
    takeBack: "review_failed",
  },
  review_passed: row(...again("review_still_valid"), "migration_requested", "no_migration_requested"),
  migration_requested: {
    ...row(...again("migration_under_way"), "=", ""),
    withdraw: "withdrawn",
    decline: "declined",
    approve: "live",
  },
  declined: {
    ...row(...again("review_still_valid"), "migration_requested", "no_migration_requested"),
    decline: "=",
  },
  withdrawn: {
    ...row(...again("review_still_valid"), "migration_requested", "no_migration_requested"),
    withdraw: "=",
  },
  live: { ...row(...again("already_live"), "already_live", "already_live"), approve: "=" },
};

function again(refusal: string): [string, string, string] {
  return [refusal, refusal, refusal];
}

function row(pass: string, pend: string, fail: string, request: string, decided: string) {
  const takeBack = "no_review_requested";
  return { pass, pend, fail, takeBack, request, withdraw: decided, decline: decided, approve: decided };
}

describe.each(GO_LIVE_STATES)("from %s", (state) => {
  it.each(Object.keys(EVENTS) as (keyof typeof EVENTS)[])("%s leads where the table says", (name) => {
    const before = journey(state);
    const step = stepJourney(before, EVENTS[name]);
    const expected = TABLE[state][name];
    if (!step.ok) {
      expect(step.refusal).toBe(expected);
      expect(journeyRefusalText(step.refusal)).toMatch(/\.$/);
      return;
    }
    expect(step.isChanged ? step.journey.state : "=").toBe(expected);
    if (!step.isChanged) expect(step.journey).toBe(before);
  });

  it("every event that was taken can come again and changes nothing more, or is refused", () => {
    for (const event of Object.values(EVENTS)) {
      const once = stepJourney(journey(state), event);
      if (!once.ok) continue;
      const twice = stepJourney(once.journey, event);
      if (twice.ok) expect(twice.journey.state).toBe(once.journey.state);
    }
  });
});

describe("a review that was passed", () => {
  const passed = stepJourney(JOURNEY_START, EVENTS.pass);
  const after = passed.ok ? passed.journey : JOURNEY_START;

  it.each([
    ["a millisecond before 30 days are over", REVIEW_VALID_MS - 1, "review_passed"],
    ["exactly then", REVIEW_VALID_MS, "review_expired"],
    ["a millisecond after", REVIEW_VALID_MS + 1, "review_expired"],
  ])("is, %s, after %s ms, %s", (_, afterMs, state) => {
    const now = inTime(afterMs);
    expect(journeyState(after, now)).toBe(state);
    expect(stepJourney(after, { type: "request_migration", at: now }).ok).toBe(state === "review_passed");
  });

  it("lapses too where the request that rested on it was declined or withdrawn, and not once it was used", () => {
    const lapsed = inTime(-1);
    expect(journeyState(journey("declined", lapsed), AT)).toBe("review_expired");
    expect(journeyState(journey("withdrawn", lapsed), AT)).toBe("review_expired");
    expect(journeyState(journey("migration_requested", lapsed), AT)).toBe("migration_requested");
    expect(journeyState(journey("live", lapsed), AT)).toBe("live");
    expect(stepJourney(journey("migration_requested", lapsed), EVENTS.approve)).toMatchObject({ ok: true });
  });

  it("is forgotten with the next one that is not", () => {
    const failed = stepJourney(journey("review_expired", inTime(-1)), EVENTS.fail);
    expect(failed).toMatchObject({ ok: true, journey: { state: "review_failed", reviewExpiresAt: null } });
  });
});

const ended = (reviewExpiresAt: Date): Journey => ({
  state: "live",
  reviewExpiresAt,
  hasProductionEnded: true,
});

describe("a key whose production key was revoked", () => {
  it.each([
    ["good still", inTime(1), "review_passed"],
    ["over", AT, "review_expired"],
  ] as const)("is where its review is, which is %s", (_, expiresAt, state) => {
    expect(journeyState(ended(expiresAt), AT)).toBe(state);
  });

  it.each(Object.keys(EVENTS) as (keyof typeof EVENTS)[])("takes %s as any other in that state", (name) => {
    for (const [expiresAt, state] of [
      [inTime(1), "review_passed"],
      [AT, "review_expired"],
    ] as const) {
      const step = stepJourney(ended(expiresAt), EVENTS[name]);
      expect(step.ok ? step.journey.state : step.refusal).toBe(TABLE[state][name]);
    }
  });

  it("is live again, and for as long as its new one is, once another migration is granted", () => {
    const requested = stepJourney(ended(inTime(1)), EVENTS.request);
    const live = stepJourney(requested.ok ? requested.journey : JOURNEY_START, EVENTS.approve);
    expect(live.ok && journeyState(live.journey, AT)).toBe("live");
  });
});
