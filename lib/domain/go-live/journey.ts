/**
 * The way of a sandbox key to production (S2, S5): tried out, reviewed, asked for, decided, live. A total
 * reducer; a step that was taken already changes nothing, so that two clicks, two tabs or a retry are one.
 */
import { DAY_MS } from "../time/durations";

export const GO_LIVE_STATES = [
  "demo",
  "review_pending",
  "review_passed",
  "review_failed",
  "review_expired",
  "migration_requested",
  "declined",
  "withdrawn",
  "live",
] as const;
export type GoLiveState = (typeof GO_LIVE_STATES)[number];

/** How long a review that was passed is good. */
export const REVIEW_VALID_MS = 30 * DAY_MS;

/** The longest note to whoever decides a migration, in characters. */
export const MIGRATION_NOTE_MAX_LENGTH = 1_000;

export const REVIEW_OUTCOMES = ["passed", "pending", "failed"] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** What is stored of a key's way. */
export type Journey = {
  readonly state: GoLiveState;
  /** When the last review that was passed ceases to be good; null where none was. */
  readonly reviewExpiresAt: Date | null;
  /** Of one that went live: true where its production key was revoked since, so that it is live no more. */
  readonly hasProductionEnded: boolean;
};

export const JOURNEY_START: Journey = { state: "demo", reviewExpiresAt: null, hasProductionEnded: false };

export type JourneyEvent =
  /** The automatic review answered, or support that had a look. */
  | { readonly type: "review"; readonly outcome: ReviewOutcome; readonly at: Date }
  | { readonly type: "withdraw_review"; readonly at: Date }
  | { readonly type: "request_migration"; readonly at: Date }
  | { readonly type: "withdraw"; readonly at: Date }
  | { readonly type: "decline"; readonly at: Date }
  | { readonly type: "approve"; readonly at: Date };

export type JourneyRefusal =
  | "already_live"
  | "review_under_way"
  | "review_needed"
  | "review_still_valid"
  | "no_review_requested"
  | "migration_under_way"
  | "no_migration_requested";

export type JourneyStep =
  | { readonly ok: true; readonly journey: Journey; readonly isChanged: boolean }
  | { readonly ok: false; readonly refusal: JourneyRefusal };

/** A review lapses by itself, where it was passed and not used, and where a request that rested on it came to nothing. */
export const LAPSING: readonly GoLiveState[] = ["review_passed", "declined", "withdrawn"];

/**
 * The state of a key's way to production at an instant. Where the production key was revoked the way is as before the
 * migration: at its review, if that is good still.
 */
export function journeyState(journey: Journey, now: Date): GoLiveState {
  const { reviewExpiresAt, hasProductionEnded } = journey;
  const state = journey.state === "live" && hasProductionEnded ? "review_passed" : journey.state;
  const isLapsed = reviewExpiresAt !== null && reviewExpiresAt <= now;
  return isLapsed && LAPSING.includes(state) ? "review_expired" : state;
}

/** A key's way to production after an event, or why the event is refused. */
export function stepJourney(journey: Journey, event: JourneyEvent): JourneyStep {
  const state = journeyState(journey, event.at);
  switch (event.type) {
    case "review":
      return review(journey, state, event);
    case "withdraw_review":
      return withdrawReview(journey, state, event.at);
    case "request_migration":
      return requestMigration(journey, state);
    case "withdraw":
      return decide(journey, state, "withdrawn");
    case "decline":
      return decide(journey, state, "declined");
    case "approve":
      return decide(journey, state, "live");
  }
}

const changed = (journey: Journey): JourneyStep => ({ ok: true, journey, isChanged: true });
const unchanged = (journey: Journey): JourneyStep => ({ ok: true, journey, isChanged: false });
const refused = (refusal: JourneyRefusal): JourneyStep => ({ ok: false, refusal });

function review(
  journey: Journey,
  state: GoLiveState,
  { outcome, at }: { readonly outcome: ReviewOutcome; readonly at: Date },
): JourneyStep {
  switch (state) {
    case "live":
      return refused("already_live");
    case "migration_requested":
      return refused("migration_under_way");
    case "review_passed":
    case "declined":
    case "withdrawn":
      return refused("review_still_valid");
    case "review_pending":
      // Support answers it; asking again does not.
      return outcome === "pending" ? unchanged(journey) : changed(reviewed(outcome, at));
    case "demo":
    case "review_failed":
    case "review_expired":
      return changed(reviewed(outcome, at));
  }
}

function reviewed(outcome: ReviewOutcome, at: Date): Journey {
  const isPassed = outcome === "passed";
  return {
    state: `review_${outcome}`,
    reviewExpiresAt: isPassed ? new Date(at.getTime() + REVIEW_VALID_MS) : null,
    hasProductionEnded: false,
  };
}

/** A review that was taken back is one that was not passed: it can be asked for again. */
function withdrawReview(journey: Journey, state: GoLiveState, at: Date): JourneyStep {
  if (state === "review_pending") return changed(reviewed("failed", at));
  return state === "review_failed" ? unchanged(journey) : refused("no_review_requested");
}

function requestMigration(journey: Journey, state: GoLiveState): JourneyStep {
  switch (state) {
    case "live":
      return refused("already_live");
    case "migration_requested":
      return unchanged(journey);
    case "review_pending":
      return refused("review_under_way");
    case "demo":
    case "review_failed":
    case "review_expired":
      return refused("review_needed");
    case "review_passed":
    case "declined":
    case "withdrawn":
      return changed({ ...journey, state: "migration_requested", hasProductionEnded: false });
  }
}

/** Ends a request for migration; the end that it has already changes nothing. */
function decide(journey: Journey, state: GoLiveState, end: "live" | "declined" | "withdrawn"): JourneyStep {
  if (state === "migration_requested") return changed({ ...journey, state: end });
  const isEnd = end === "live" ? state === "live" : journey.state === end;
  if (isEnd) return unchanged(journey);
  return refused(state === "live" ? "already_live" : "no_migration_requested");
}

/** Why an event of a key's way is refused, in words: what is the case, and what to do. */
export function journeyRefusalText(refusal: JourneyRefusal): string {
  switch (refusal) {
    case "already_live":
      return "This key is live already. Its production copy is managed in the production account.";
    case "review_under_way":
      return "Support is looking at the review. You are told when it is decided.";
    case "review_needed":
      return "Migration needs a review that was passed and is not older than 30 days. Request a review first.";
    case "review_still_valid":
      return "The review was passed and is still good. Request the migration to production.";
    case "no_review_requested":
      return "Support has no review of this key in hand.";
    case "migration_under_way":
      return "Migration to production was requested already. Withdraw the request to start again.";
    case "no_migration_requested":
      return "No migration is requested at present.";
  }
}
