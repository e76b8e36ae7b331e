/** Verdicts as charts and filters show them: few enough to tell apart at a look. */
import { CALL_CODES, type CallCode } from "./refusals";

export const VERDICT_GROUPS = ["allowed", "insufficient_scope", "ended", "limited", "other"] as const;
/**
 * The groups in which verdicts are counted. ended: expired or revoked; limited: over a rate limit; other: account,
 * owner, address, route, environment or resource.
 */
export type VerdictGroup = (typeof VERDICT_GROUPS)[number];

export const VERDICT_GROUP_LABELS: Record<VerdictGroup, string> = {
  allowed: "Allowed",
  insufficient_scope: "Insufficient scope",
  ended: "Expired or revoked",
  limited: "Limited",
  other: "Other refusal",
};

/** What lists of calls can be narrowed to: one group, or everything that was refused. */
export const VERDICT_FILTERS = [...VERDICT_GROUPS, "refused"] as const;
export type VerdictFilter = (typeof VERDICT_FILTERS)[number];

/** The group of a verdict. */
export function verdictGroup(code: CallCode): VerdictGroup {
  switch (code) {
    case "allowed":
      return "allowed";
    case "insufficient_scope":
      return "insufficient_scope";
    case "revoked_key":
    case "expired_key":
      return "ended";
    case "hourly_limit_exceeded":
    case "burst_limit_exceeded":
      return "limited";
    case "wrong_environment":
    case "wrong_resource":
    case "account_closed":
    case "account_not_entitled":
    case "owner_inactive":
    case "ip_not_allowed":
    case "ambiguous_path":
    case "unknown_route":
    case "wrong_account":
      return "other";
  }
}

/** The verdicts that a filter lets through. */
export function codesOf(filter: VerdictFilter): CallCode[] {
  return CALL_CODES.filter((code) =>
    filter === "refused" ? code !== "allowed" : verdictGroup(code) === filter,
  );
}

/** A verdict in a few words, for a row of a list. */
export const CALL_CODE_LABELS: Record<CallCode, string> = {
  allowed: "Allowed",
  revoked_key: "Revoked key",
  expired_key: "Expired key",
  wrong_environment: "Wrong environment",
  wrong_resource: "Another resource",
  account_closed: "Account closed",
  account_not_entitled: "Account not entitled",
  owner_inactive: "Creator inactive",
  ip_not_allowed: "Address not allowed",
  ambiguous_path: "Ambiguous path",
  unknown_route: "Unknown route",
  wrong_account: "Another account",
  insufficient_scope: "Insufficient scope",
  hourly_limit_exceeded: "Hourly limit",
  burst_limit_exceeded: "Burst limit",
};
