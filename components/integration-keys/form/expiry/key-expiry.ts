/** The expiry of a key that is being made: choices within the account's policy, and what is wrong with one. */
import {
  addLifetime,
  expiryRefusal,
  expiryRefusalText,
  lifetimesUpTo,
  lifetimeText,
} from "@/lib/domain/keys/lifetime";
import { MINUTE_MS } from "@/lib/domain/time/durations";

export type LifetimeChoice = { readonly days: number; readonly label: string };

/** The lifetimes to offer: the usual ones up to the policy's maximum, and its maximum and default themselves. */
export function lifetimeChoices(policy: {
  readonly defaultLifetimeDays: number;
  readonly maximumLifetimeDays: number;
}): LifetimeChoice[] {
  const { defaultLifetimeDays, maximumLifetimeDays } = policy;
  const offered = lifetimesUpTo(maximumLifetimeDays, defaultLifetimeDays, maximumLifetimeDays);
  return offered.map((days) => ({ days, label: lifetimeText(days) }));
}

/** The instant that many days from now, on the full minute, as date-time fields have it. Never later than allowed. */
export function expiryAfter(now: Date, days: number): Date {
  return new Date(Math.floor(addLifetime(now, days).getTime() / MINUTE_MS) * MINUTE_MS);
}

/** What is wrong with the expiry, in words, or null. */
export function expiryFault(expiresAt: Date | null, now: Date, maximumLifetimeDays: number): string | null {
  if (!expiresAt || Number.isNaN(expiresAt.getTime())) return "Choose a date and a time.";
  const refusal = expiryRefusal(expiresAt, now, maximumLifetimeDays);
  return refusal === null ? null : expiryRefusalText(refusal, maximumLifetimeDays);
}
