/** The automatic review (S2 calls it certification): passed, needs a look by support, or what is at fault. */
import { number } from "../format/numbers";
import { DAY_MS } from "../time/durations";
import type { ReviewOutcome } from "./journey";
import type { Prerequisite } from "./prerequisites";
import { CALLS_NEEDED, hasEnoughCalls, type Readiness, type ReadinessRule } from "./readiness";

/** What an operator asks for: calls (S2, S5), or none, where plan, classification and configuration decide. */
export const GO_LIVE_POLICIES = ["calls", "entitlement"] as const;
export type GoLivePolicy = (typeof GO_LIVE_POLICIES)[number];

/** Who an integration is for. */
export const CLASSIFICATIONS = ["private_custom", "third_party", "public", "embedded"] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

export const CLASSIFICATION_LABELS: Record<Classification, string> = {
  private_custom: "Private or custom",
  third_party: "Third party",
  public: "Public",
  embedded: "Embedded",
};

/** What is offered to others than the customer is looked at by people. */
const LOOKED_AT: ReadonlySet<Classification> = new Set(["public", "embedded"]);

/** Within so long support has had its look. */
export const LOOK_MS = 3 * DAY_MS;

export type Finding = {
  /** `declined_by_support` is support's own, after its look; `withdrawn` says that it was not waited for. */
  readonly code:
    | "not_enough_calls"
    | "declined_by_support"
    | "withdrawn"
    | ReadinessRule
    | Prerequisite["code"];
  readonly detail: string;
  /** The very calls at fault. */
  readonly callIds: readonly string[];
};

export type Review = { readonly outcome: ReviewOutcome; readonly findings: readonly Finding[] };

/** Reviews a key by what is known of it at this moment. */
export function reviewKey(facts: {
  readonly policy: GoLivePolicy;
  readonly classification: Classification;
  readonly readiness: Readiness;
  readonly prerequisites: readonly Prerequisite[];
}): Review {
  const findings = [
    ...facts.prerequisites
      .filter(({ isMet }) => !isMet)
      .map(({ code, detail }) => ({ code, detail, callIds: [] })),
    ...(facts.policy === "calls" && !hasEnoughCalls(facts.readiness) ? callFindings(facts.readiness) : []),
  ];
  if (findings.length > 0) return { outcome: "failed", findings };
  return { outcome: LOOKED_AT.has(facts.classification) ? "pending" : "passed", findings };
}

function callFindings({ window, calls, violations }: Readiness): Finding[] {
  const notCounted = calls.filter(({ reason }) => reason === "refused" || reason === "failed");
  return [
    {
      code: "not_enough_calls",
      detail: `${window.count} of ${CALLS_NEEDED} calls in 24 hours that succeeded and broke no rule.`,
      callIds: notCounted.map(({ id }) => id),
    },
    ...violations.map(({ rule, callIds, path }) => ({
      code: rule,
      detail: violationText(rule, callIds.length, path),
      callIds,
    })),
  ];
}

/** What broke a rule of the review, in words, and what to do instead. */
export function violationText(rule: ReadinessRule, calls: number, path: string | null): string {
  const times = calls === 1 ? "once" : `${number(calls)} times`;
  switch (rule) {
    case "polling":
      return `GET ${path ?? ""} was read again ${times} within 15 minutes. Wait that long, or subscribe to a webhook.`;
    case "hourly_limit":
      return `The hourly limit of the account refused ${times}. Spread the calls; the hour of the clock starts anew.`;
    case "burst_limit":
      return `The burst limit of the account refused ${times}. Send fewer calls within 30 seconds.`;
  }
}
