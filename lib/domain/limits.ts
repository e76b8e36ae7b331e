/** R10: how many calls an account may make, and how many keys it may have. */
import type { Environment } from "./profiles";

export const ACTIVE_KEYS_PER_ACCOUNT = 100;
/** Keys that work, those in their overlap included, for each active one that an account may have. */
export const WORKING_KEYS_PER_ACTIVE = 2;
export const HOUR_SECONDS = 3_600;
export const BURST_SECONDS = 30;

export type CallLimits = { readonly hourly: number; readonly burst: number };

/** 3,000 calls per clock hour; 200 (sandbox) or 500 (production) per 30 s. An account may have limits of its own. */
export function callLimits(environment: Environment): CallLimits {
  return { hourly: 3_000, burst: environment === "sandbox" ? 200 : 500 };
}

/** The start of the window that an instant falls in; windows are aligned to the clock (UTC). */
export function windowStart(at: Date, seconds: number): Date {
  const length = seconds * 1000;
  return new Date(Math.floor(at.getTime() / length) * length);
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
