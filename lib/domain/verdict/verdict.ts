/**
 * The one verdict function (I10): the gate, "explain access" and the tests call {@link decide}.
 * It is total and pure; the facts are one row snapshot of the database, with the database's clock.
 */
import { isAddressAllowed } from "../ip-addresses";
import {
  availabilityOf,
  type AccountStatus,
  type AuthenticationMethod,
  type Plan,
} from "../keys/availability";
import { keyStatus, type KeyLife, type KeyStatus } from "../keys/key-lifecycle";
import { BURST_SECONDS, HOUR_SECONDS, secondsToNextWindow, type CallLimits } from "../calls/limits";
import type { Environment, Profile } from "../people/profiles";
import { effectiveScopes } from "../keys/scope-ceiling";
import { KNOWN_KEY_REFUSALS, type KnownKeyRefusal, type Refusal } from "./refusals";
import { isForResource } from "../oauth/resource";
import { isSameAccount, type RouteFinding } from "../route-table/route-finding";
import type { Scope } from "../keys/scopes";

/** Everything about a credential that decides whether a request is allowed. */
export type KeyFacts = {
  readonly method: AuthenticationMethod;
  readonly environment: Environment;
  readonly life: KeyLife;
  /** The end of the credential itself: of the token, the client secret, or null. */
  readonly credentialLife: KeyLife;
  readonly grantedScopes: readonly Scope[];
  /** What a token was asked for (RFC 8707); null for any request, and of every long-lived key. */
  readonly resource: string | null;
  readonly allowedRanges: readonly string[];
  /** The key's management account, which decides whether there are keys at all (R1). */
  readonly manager: {
    readonly environment: Environment;
    readonly plan: Plan;
    readonly hasIntegrationKeys: boolean;
    readonly status: AccountStatus;
  };
  /** The account that the credential acts in, whose quota it uses: of a long-lived key the one that manages it. */
  readonly account: { readonly id: string };
  /** The member of that account whom the credential acts as (R6). */
  readonly owner: { readonly isActive: boolean; readonly profile: Profile };
  readonly limits: CallLimits;
  /** Calls of the account in the windows that `now` falls in. */
  readonly used: { readonly hour: number; readonly burst: number };
};

export type VerdictRequest = {
  readonly scopes: readonly Scope[];
  readonly address: string | null;
  /** The environment that the gateway serves, where it says so. */
  readonly environment: Environment | null;
  /** Where clients reach the API that the request was sent to; null where nobody said. */
  readonly apiUrl: string | null;
  /** Its path; `/` of a question about the credential alone. */
  readonly path: string;
  /** What the route table makes of the request's method and path. */
  readonly route: RouteFinding;
};

export type Verdict =
  | { readonly allowed: true; readonly scopes: readonly Scope[] }
  | {
      readonly allowed: false;
      readonly code: KnownKeyRefusal;
      readonly scopes: readonly Scope[];
      /** Needed scopes that the key does not effectively hold. */
      readonly missing: readonly Scope[];
      readonly retryAfterSeconds: number | null;
    };

/** Decides one request. The first refusal of {@link KNOWN_KEY_REFUSALS} that applies is the answer. */
export function decide(facts: KeyFacts, request: VerdictRequest, now: Date): Verdict {
  const matter = toMatter(facts, request, now);
  const { scopes, missing } = matter;
  const code = CHECKS[firstRefusal(matter)]?.code;
  if (code === undefined) return { allowed: true, scopes };
  return { allowed: false, code, scopes, missing, retryAfterSeconds: retryAfter(code, now) };
}

/**
 * What one check of a decision came to. passed: looked at, no reason to refuse. not_reached: a check before it refused
 * already.
 */
export type CheckOutcome = "passed" | "refused" | "not_reached";
export type CheckResult = { readonly code: KnownKeyRefusal; readonly outcome: CheckOutcome };

/**
 * Every check of {@link decide} in its order, with its outcome: for people, who want to know why. Made from the same
 * table, so that chain and verdict can't come apart; made apart, since the gate has no use for it.
 */
export function checksOf(facts: KeyFacts, request: VerdictRequest, now: Date): CheckResult[] {
  const refused = firstRefusal(toMatter(facts, request, now));
  return CHECKS.map(({ code }, index) => {
    if (index < refused) return { code, outcome: "passed" };
    return { code, outcome: index === refused ? "refused" : "not_reached" };
  });
}

/** What the checks look at, worked out once. */
type Matter = {
  readonly facts: KeyFacts;
  readonly request: VerdictRequest;
  /** The states of the key and of its credential: either may have ended. */
  readonly ends: readonly [KeyStatus, KeyStatus];
  /** Effective scopes. */
  readonly scopes: readonly Scope[];
  /** Needed scopes that are not among them. */
  readonly missing: readonly Scope[];
};

function toMatter(facts: KeyFacts, request: VerdictRequest, now: Date): Matter {
  const scopes = facts.owner.isActive ? effectiveScopes(facts.grantedScopes, facts.owner.profile) : [];
  return {
    facts,
    request,
    ends: [keyStatus(facts.life, now), keyStatus(facts.credentialLife, now)],
    scopes,
    missing: request.scopes.filter((scope) => !scopes.includes(scope)),
  };
}

/** When each refusal applies; the order is that of {@link KNOWN_KEY_REFUSALS}. */
const APPLIES: Record<KnownKeyRefusal, (matter: Matter) => boolean> = {
  revoked_key: ({ ends }) => ends.includes("revoked"),
  expired_key: ({ ends }) => ends.includes("expired"),
  wrong_environment: ({ facts, request }) =>
    request.environment !== null && request.environment !== facts.environment,
  wrong_resource: ({ facts, request }) =>
    facts.resource !== null && !isForResource(facts.resource, request.apiUrl, request.path),
  account_closed: ({ facts }) => isAccountClosed(facts),
  account_not_entitled: ({ facts }) => availabilityOf(facts.manager) !== "available",
  owner_inactive: ({ facts }) => !facts.owner.isActive,
  ip_not_allowed: ({ facts, request }) => !isAddressAllowed(facts.allowedRanges, request.address),
  ambiguous_path: ({ request }) => request.route.fault === "ambiguous_path",
  unknown_route: ({ request }) => request.route.fault === "unknown_route",
  wrong_account: ({ facts, request }) => !isOwnAccount(facts, request),
  insufficient_scope: ({ missing }) => missing.length > 0,
  hourly_limit_exceeded: ({ facts }) => facts.used.hour >= facts.limits.hourly,
  burst_limit_exceeded: ({ facts }) => facts.used.burst >= facts.limits.burst,
};

const CHECKS = KNOWN_KEY_REFUSALS.map((code) => ({ code, applies: APPLIES[code] }));

/** The place of the first check that refuses; the number of checks where none does. */
function firstRefusal(matter: Matter): number {
  let index = 0;
  for (const check of CHECKS) {
    if (check.applies(matter)) return index;
    index += 1;
  }
  return index;
}

/**
 * A long-lived key works inside its account and ends with it. An OAuth app only has its management account there,
 * and closing that blocks managing the app, not using it (S3).
 */
function isAccountClosed(facts: KeyFacts): boolean {
  return facts.method === "long_lived" && facts.manager.status === "closed";
}

/** R7: a path that names an account is for keys of this account alone. */
function isOwnAccount(facts: KeyFacts, request: VerdictRequest): boolean {
  const { accountId } = request.route;
  return accountId === null || isSameAccount(accountId, facts.account.id);
}

function retryAfter(code: Refusal, now: Date): number | null {
  if (code === "hourly_limit_exceeded") return secondsToNextWindow(now, HOUR_SECONDS);
  return code === "burst_limit_exceeded" ? secondsToNextWindow(now, BURST_SECONDS) : null;
}

/** The HTTP status that goes with a refusal. */
export function refusalStatus(code: Refusal): 401 | 403 | 429 {
  switch (code) {
    case "missing_key":
    case "malformed_key":
    case "unknown_key":
    case "expired_key":
    case "revoked_key":
    case "wrong_environment":
    case "wrong_resource":
      return 401;
    case "insufficient_scope":
    case "owner_inactive":
    case "account_not_entitled":
    case "account_closed":
    case "ip_not_allowed":
    case "ambiguous_path":
    case "unknown_route":
    case "wrong_account":
      return 403;
    case "hourly_limit_exceeded":
    case "burst_limit_exceeded":
      return 429;
  }
}

/** What happened and what to do next, for the developer who reads the answer. */
export const REFUSAL_TEXTS: Record<Refusal, string> = {
  missing_key: "No integration key came with this request. Send it as 'Authorization: Bearer <key>'.",
  malformed_key:
    "This is not a whole integration key. Check that it was copied from its first to its last character.",
  unknown_key:
    "No integration key has this value. Check the environment, and that the key was copied completely.",
  revoked_key: "This integration key is revoked. Ask an admin of the account for a new one.",
  expired_key: "This integration key has expired. Ask an admin of the account for a new one.",
  wrong_environment: "This integration key belongs to the other environment. Use a key of this one.",
  wrong_resource:
    "This access token was issued for another resource. Ask the authorization server for one with this API's resource.",
  account_closed: "The account of this integration key is closed.",
  account_not_entitled:
    "The account of this integration key has no integration keys at present. They need the Enterprise plan with the feature enabled.",
  owner_inactive: "The person whom this integration key acts as is no longer active in the account.",
  ip_not_allowed: "This integration key is not allowed from this address.",
  ambiguous_path:
    "The path is written in a way that services read differently. Send it without empty or dot segments, and its fixed parts as the API's reference has them.",
  unknown_route:
    "No request with this method and path is let through. Compare both with the API's reference.",
  wrong_account: "The path names an account, and this integration key does not belong to it.",
  insufficient_scope: "This integration key does not hold every scope that the request needs.",
  hourly_limit_exceeded: "The account has used its calls of this hour. Try again after the next full hour.",
  burst_limit_exceeded: "The account makes too many calls at once. Wait a few seconds.",
};
