/** R10: how many calls an account may make, and how many keys it may have. */
import { number } from "../format/numbers";
import type { Environment } from "../people/profiles";

export const ACTIVE_KEYS_PER_ACCOUNT = 100;
/** Keys that work, those in their overlap included, for each active one that an account may have. */
export const WORKING_KEYS_PER_ACTIVE = 2;
export const HOUR_SECONDS = 3_600;
export const BURST_SECONDS = 30;

export type CallLimits = { readonly hourly: number; readonly burst: number };

/**
 * The usual limits of an account: 3,000 calls per clock hour; 200 (sandbox) or 500 (production) per 30 s. An account
 * may have limits of its own.
 */
export function callLimits(environment: Environment): CallLimits {
  return { hourly: 3_000, burst: environment === "sandbox" ? 200 : 500 };
}

/** What an account may be given in place of what its environment has; null for that. */
export type OwnLimits = {
  readonly activeKeys: number | null;
  readonly hourly: number | null;
  readonly burst: number | null;
};

/** The most that an account can be given: beyond it pages, counts and gates were never tried. The least is 1. */
export const OWN_LIMITS_MAX = { activeKeys: 10_000, hourly: 10_000_000, burst: 1_000_000 } as const;

/** The limits in force: an account's own, and those of its environment where it has none. */
export function limitsInForce(environment: Environment, own: OwnLimits): Record<keyof OwnLimits, number> {
  const { hourly, burst } = callLimits(environment);
  return {
    activeKeys: own.activeKeys ?? ACTIVE_KEYS_PER_ACCOUNT,
    hourly: own.hourly ?? hourly,
    burst: own.burst ?? burst,
  };
}

/** The first of the limits that is no whole number from 1 to its most; null where all are good. */
export function limitFault(own: OwnLimits): keyof OwnLimits | null {
  const isBad = (name: keyof OwnLimits) => {
    const value = own[name];
    return value !== null && (!Number.isInteger(value) || value < 1 || value > OWN_LIMITS_MAX[name]);
  };
  return (["activeKeys", "hourly", "burst"] as const).find(isBad) ?? null;
}

/**
 * Why an account may have no other active key (R10), in words; null where it may. A key in its overlap does not count as
 * active: its successor has taken its place, so that an account at its limit can still replace keys. All that still work
 * are bounded too, or keys replaced again and again would walk around the limit.
 * @param keys how many are active, and how many work
 */
export function activeKeyFault(
  keys: { readonly active: number; readonly working: number },
  limit: number,
): string | null {
  if (keys.active >= limit) {
    return `This account has ${number(limit)} active keys, which is the most it can have. Revoke one that is no longer needed.`;
  }
  const workingLimit = limit * WORKING_KEYS_PER_ACTIVE;
  if (keys.working < workingLimit) return null;
  return (
    `This account has ${number(workingLimit)} keys that work, those in their overlap included, which is the most it can have. ` +
    "Replace without an overlap, or revoke a key that was replaced before."
  );
}

/** The start of the window that an instant falls in; windows are aligned to the clock (UTC). */
export function windowStart(at: Date, seconds: number): Date {
  const length = seconds * 1000;
  return new Date(Math.floor(at.getTime() / length) * length);
}

/**
 * Calls of a counter in the window that `now` falls in: none once its window has passed. One that began later (another
 * clock) is taken as the present one.
 */
export function usedInWindow(start: Date | null, count: number | null, now: Date, seconds: number): number {
  return start !== null && start >= windowStart(now, seconds) ? (count ?? 0) : 0;
}

/** Whole seconds from the instant to the start of the next window, at least 1. */
export function secondsToNextWindow(at: Date, seconds: number): number {
  const end = windowStart(at, seconds).getTime() + seconds * 1000;
  return Math.max(1, Math.ceil((end - at.getTime()) / 1000));
}

/** Epoch seconds of the next full hour: the value of `X-RateLimit-Reset`. */
export function hourlyReset(at: Date): number {
  return windowStart(at, HOUR_SECONDS).getTime() / 1000 + HOUR_SECONDS;
}
