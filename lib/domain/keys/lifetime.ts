/** R5: how long a key may live. Every expiry is an exact instant; there is no "never". */

import { DAY_MS } from "../time/durations";
import { count } from "../format/numbers";

const DAYS_PER_YEAR = 365;

/** The hard ceiling of S1: ten years, in days. */
export const CEILING_DAYS = 10 * DAYS_PER_YEAR;
export const DEFAULT_POLICY = { defaultLifetimeDays: 365, maximumLifetimeDays: 365 } as const;

/** The lifetimes that pickers offer, in days, shortest first. */
export const LIFETIME_CHOICES = [7, 30, 90, 180, 365, 730, 1825, 3650] as const;

/** The lifetimes to choose from: the usual ones up to a limit, and those that are set. In days, shortest first. */
export function lifetimesUpTo(maximumDays: number, ...set: readonly number[]): number[] {
  const usual = LIFETIME_CHOICES.filter((days) => days <= maximumDays);
  return [...new Set<number>([...usual, ...set])].toSorted((a, b) => a - b);
}

/** The overlaps of R4 in seconds: none, 1 hour, 24 hours, 7 days, 30 days. */
export const OVERLAP_SECONDS = [0, 3_600, 86_400, 604_800, 2_592_000] as const;

/**
 * The instant that is so many days after another. Whole years (multiples of 365) are calendar years, so that "1 year"
 * ends on the same day of next year, leap year or not.
 */
export function addLifetime(from: Date, days: number): Date {
  if (days % DAYS_PER_YEAR !== 0) return new Date(from.getTime() + days * DAY_MS);
  const end = new Date(from);
  end.setUTCFullYear(end.getUTCFullYear() + days / DAYS_PER_YEAR);
  return end;
}

export type ExpiryRefusal = "expiry_in_past" | "expiry_beyond_policy" | "expiry_beyond_ceiling";

/** Why a key may not expire at this instant, or null. `maximumLifetimeDays` is the account's policy. */
export function expiryRefusal(expiresAt: Date, now: Date, maximumLifetimeDays: number): ExpiryRefusal | null {
  if (expiresAt <= now) return "expiry_in_past";
  if (expiresAt > addLifetime(now, CEILING_DAYS)) return "expiry_beyond_ceiling";
  if (expiresAt > addLifetime(now, maximumLifetimeDays)) return "expiry_beyond_policy";
  return null;
}

/** Why a key may not expire then, in words. */
export function expiryRefusalText(refusal: ExpiryRefusal, maximumLifetimeDays: number): string {
  switch (refusal) {
    case "expiry_in_past":
      return "The expiry lies in the past. Choose a later time.";
    case "expiry_beyond_ceiling":
      return "No key lives longer than 10 years. Choose an earlier time.";
    case "expiry_beyond_policy":
      return `The key policy of this account allows at most ${lifetimeText(maximumLifetimeDays)}. Choose an earlier time.`;
  }
}

/** A lifetime in words: "90 days", "1 year", "10 years". */
export function lifetimeText(days: number): string {
  if (days % DAYS_PER_YEAR !== 0) return count(days, "day");
  return count(days / DAYS_PER_YEAR, "year");
}
