/** How long an account may allow legacy authentication, and how its answers say that it ends. */
import { DAY_MS } from "../time/durations";

/** The furthest end that an account can choose, in days from now: it is a way out, not a way to stay. */
export const LEGACY_DAYS_MAX = 365;
/** When the platform began to retire it (September 2021: S3), which is what `Deprecation` tells. */
export const DEPRECATED_SINCE = new Date("2021-09-01T00:00:00Z");

/** The operator's last day for all accounts: an instant, `off` for none at all, or null where accounts choose alone. */
export type OperatorEnd = Date | "off" | null;

/** The latest end that can be chosen now; null where the operator's last day is over. */
export function latestEnd(now: Date, operator: OperatorEnd): Date | null {
  if (operator === "off") return null;
  const own = new Date(now.getTime() + LEGACY_DAYS_MAX * DAY_MS);
  const latest = operator !== null && operator < own ? operator : own;
  return latest > now ? latest : null;
}

/** True where the operator has ended it for all, so that nobody can be let in by it. */
export function isEndedForAll(now: Date, operator: OperatorEnd): boolean {
  return operator === "off" || (operator !== null && operator <= now);
}

/** When it really ends: the account's end, or the operator's where that comes first; null while it is off. */
export function effectiveEnd(chosen: Date | null, now: Date, operator: OperatorEnd): Date | null {
  if (chosen === null || operator === "off") return null;
  const end = operator !== null && operator < chosen ? operator : chosen;
  return end > now ? end : null;
}

/** What is wrong with an end that somebody chooses, as a sentence; null where nothing is. */
export function endFault(chosen: Date, now: Date, operator: OperatorEnd): string | null {
  const latest = latestEnd(now, operator);
  if (latest === null) return "The operator has switched legacy authentication off for all accounts.";
  if (chosen <= now) return "Choose a day that is still to come.";
  if (chosen <= latest) return null;
  return `Choose a day within ${LEGACY_DAYS_MAX} days, and before the operator's last day.`;
}

/**
 * `Deprecation` (RFC 9745: a date of structured fields, in seconds) and `Sunset` (RFC 8594: an HTTP date) for an answer to
 * legacy authentication.
 * @param end when the account stops to allow it; null where that is nobody's business, as the caller was not let in
 */
export function legacyHeaders(end: Date | null): Record<string, string> {
  const deprecation = { Deprecation: `@${DEPRECATED_SINCE.getTime() / 1_000}` };
  return end === null ? deprecation : { ...deprecation, Sunset: end.toUTCString() };
}

export const ADVICES = ["bearer_secret", "jwt_grant", "code_grant"] as const;
export type LegacyAdvice = (typeof ADVICES)[number];

/** What a key's callers should do instead: an app with many people asks each of them, with one it acts by itself. */
export function adviceFor(key: { readonly method: string; readonly people: number }): LegacyAdvice {
  if (key.method === "long_lived" && key.people <= 1) return "bearer_secret";
  return key.people > 1 ? "code_grant" : "jwt_grant";
}
