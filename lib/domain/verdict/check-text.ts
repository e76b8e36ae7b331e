/** The checks of a verdict in words, each with the facts that it looked at: for "explain access". */
import { rangeWith } from "../ip-addresses";
import { availabilityOf, PLAN_LABELS, unavailableText } from "../keys/availability";
import { exactTime } from "../format/dates";
import { keyStatus, revocationOf } from "../keys/key-lifecycle";
import { BURST_SECONDS, HOUR_SECONDS, windowStart } from "../calls/limits";
import { mayHold } from "../keys/scope-ceiling";
import type { Scope } from "../keys/scopes";
import type { KnownKeyRefusal } from "./refusals";
import { REFUSAL_TEXTS, type CheckResult, type KeyFacts, type VerdictRequest } from "./verdict";
import { count, number } from "../format/numbers";

/** What the words of a check need beyond the facts: names, and when it would be. */
export type CheckContext = {
  readonly facts: KeyFacts;
  readonly request: VerdictRequest;
  readonly at: Date;
  /** True where `at` is yet to come: nobody knows how many calls will have been made. */
  readonly isAhead: boolean;
  readonly accountName: string;
  readonly ownerName: string;
  /** "GET /agreements/{id}" of the route table, or null where none applies. */
  readonly routeText: string | null;
};

/** What a check found, in a sentence or two. */
export function checkText({ code, outcome }: CheckResult, matter: CheckContext): string {
  if (outcome === "not_reached") return "Not looked at: refused before.";
  return TEXTS[code](matter, outcome === "refused");
}

type Text = (matter: CheckContext, isRefused: boolean) => string;

const TEXTS: Record<KnownKeyRefusal, Text> = {
  revoked_key: revocationText,
  expired_key: expiryText,
  wrong_environment: ({ facts, request }, isRefused) => {
    if (request.environment === null) return "The gateway serves both environments.";
    return isRefused
      ? `The gateway serves ${request.environment}; this is a ${facts.environment} key.`
      : `The gateway serves ${request.environment}, and this is a ${facts.environment} key.`;
  },
  wrong_resource: ({ facts }, isRefused) => {
    if (facts.resource === null) return "Not bound to a resource.";
    return isRefused
      ? `The token is for ${facts.resource}, and the request is not.`
      : `The token is for ${facts.resource}, and so is the request.`;
  },
  account_closed: ({ facts, accountName }, isRefused) => {
    if (isRefused) return `${accountName} is closed.`;
    return facts.manager.status === "closed"
      ? `${accountName} is closed, which does not end an OAuth app.`
      : `${accountName} is active.`;
  },
  account_not_entitled: ({ facts: { manager } }) => {
    const availability = availabilityOf(manager);
    if (availability !== "available") return unavailableText(availability, manager.plan);
    return manager.environment === "sandbox"
      ? "Sandbox accounts always have integration keys."
      : `${PLAN_LABELS[manager.plan]} plan, integration keys enabled.`;
  },
  owner_inactive: ({ facts, ownerName, accountName }, isRefused) =>
    isRefused
      ? `It acts as ${ownerName}, who is not active in ${accountName}.`
      : `Acts as ${ownerName}, ${facts.owner.profile}.`,
  ip_not_allowed: addressText,
  ambiguous_path: (matter, isRefused) => (isRefused ? REFUSAL_TEXTS.ambiguous_path : routeText(matter)),
  unknown_route: (matter, isRefused) => (isRefused ? REFUSAL_TEXTS.unknown_route : routeText(matter)),
  wrong_account: ({ request, accountName }, isRefused) => {
    if (request.route.accountId === null) return "The path names no account.";
    return isRefused
      ? `The path names another account; the key belongs to ${accountName}.`
      : `The path names ${accountName}, to which the key belongs.`;
  },
  insufficient_scope: scopesText,
  hourly_limit_exceeded: (matter, isRefused) => limitText(matter, isRefused, "hour"),
  burst_limit_exceeded: (matter, isRefused) => limitText(matter, isRefused, "burst"),
};

function revocationText({ facts, at }: CheckContext, isRefused: boolean): string {
  if (!isRefused) {
    return facts.life.retiresAt
      ? `Replaced: accepted until ${exactTime(facts.life.retiresAt)}.`
      : "Not revoked.";
  }
  if (keyStatus(facts.life, at) !== "revoked") return "Its secret is revoked.";
  const end = revocationOf(facts.life);
  if (end === null) return "Revoked.";
  return facts.life.revokedAt
    ? `Revoked ${exactTime(end)}.`
    : `Replaced: its overlap ended ${exactTime(end)}.`;
}

function expiryText({ facts }: CheckContext, isRefused: boolean): string {
  const ends = [facts.life.expiresAt, facts.credentialLife.expiresAt].filter((end) => end !== null);
  const [end] = ends.toSorted((a, b) => a.getTime() - b.getTime());
  if (!end) return "Does not expire.";
  return isRefused ? `Expired ${exactTime(end)}.` : `Expires ${exactTime(end)}: not reached.`;
}

function addressText({ facts, request }: CheckContext, isRefused: boolean): string {
  const { allowedRanges } = facts;
  if (allowedRanges.length === 0) return "Any address may use this key.";
  if (!isRefused)
    return `Address ${request.address ?? ""} is in ${rangeWith(allowedRanges, request.address) ?? ""}.`;
  const ranges = allowedRanges.join(", ");
  return request.address === null
    ? `The address is not known, and the key may be used from ${ranges} only.`
    : `Address ${request.address} is in none of ${ranges}.`;
}

function routeText({ routeText: route }: CheckContext): string {
  return route === null ? "No route table applies." : `${route} in the route table.`;
}

function scopesText({ facts, request, ownerName }: CheckContext, isRefused: boolean): string {
  if (request.scopes.length === 0) return "Needs no scope.";
  if (!isRefused) return `Needs ${request.scopes.join(", ")}: held.`;
  const notGranted = request.scopes.filter((scope) => scopeState(facts, scope) === "not_granted");
  const narrowed = request.scopes.filter((scope) => scopeState(facts, scope) === "narrowed");
  return [
    notGranted.length > 0 ? `Not granted to this key: ${notGranted.join(", ")}.` : "",
    narrowed.length > 0
      ? `Acts as ${ownerName}, ${facts.owner.profile}, who may not hold ${narrowed.join(", ")}: narrowed.`
      : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function limitText(
  { facts, at, isAhead }: CheckContext,
  isRefused: boolean,
  window: "hour" | "burst",
): string {
  const isHour = window === "hour";
  const [used, limit] = isHour
    ? [facts.used.hour, facts.limits.hourly]
    : [facts.used.burst, facts.limits.burst];
  const span = isHour ? "hour" : count(BURST_SECONDS, "second");
  if (isAhead && !isRefused) return `Not known ahead: ${number(limit)} calls per ${span} are allowed.`;
  const text = `${number(used)} of ${number(limit)} calls of this ${isHour ? "hour" : `half minute`} used by the account`;
  if (!isRefused) return `${text}.`;
  const seconds = isHour ? HOUR_SECONDS : BURST_SECONDS;
  const next = new Date(windowStart(at, seconds).getTime() + seconds * 1000);
  return `${text}. The next one begins ${exactTime(next)}.`;
}

/** Why a scope is or is not held. */
export type ScopeState = "held" | "not_granted" | "narrowed" | "owner_inactive";

/** Whether the key holds a scope under the facts, and if not why (R6). */
export function scopeState({ grantedScopes, owner }: KeyFacts, scope: Scope): ScopeState {
  if (!grantedScopes.includes(scope)) return "not_granted";
  if (!owner.isActive) return "owner_inactive";
  return mayHold(owner.profile, scope) ? "held" : "narrowed";
}
