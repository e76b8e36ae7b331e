/**
 * How many refused calls of a known key are told their reason and are kept one by one. Whoever goes on is told to wait,
 * and counted: a program in a loop must not fill the disk that every account shares. No more than that have a row,
 * and the hourly counts are always exact.
 */
import { KNOCKING_CODES, type CallCode } from "./refusals";

/** Refusals of one key for one reason that are told it, per burst window; of an ended key, per address. */
export const REFUSALS_TOLD = 100;
/** Refusals of an ended key for one reason that are told it, per burst window, from all addresses together. */
export const KNOCKS_TOLD = 1_000;
/** Refusals of one key for one reason that are kept one by one, per clock hour. */
export const REFUSALS_STORED = 1_000;
/**
 * Refusals of an ended key for one reason that are kept one by one, per clock hour and address, so that one that calls
 * without a pause does not hide the others.
 */
export const KNOCKS_STORED = 100;

/** How many refusals are told, and how many are kept, of those that are counted together. */
export type RefusalLimits = {
  /** Refusals that are told, per burst window. */
  readonly told: number;
  /** Refusals that are kept one by one, per clock hour. */
  readonly stored: number;
};

/** The limits of a key and reason, and those of each address where it is counted by address too. */
export function refusalLimits(code: CallCode): {
  readonly key: RefusalLimits;
  readonly address: RefusalLimits | null;
} {
  const isEnded = KNOCKING_CODES.some((knocking) => knocking === code);
  if (!isEnded) return { key: { told: REFUSALS_TOLD, stored: REFUSALS_STORED }, address: null };
  return {
    key: { told: KNOCKS_TOLD, stored: REFUSALS_STORED },
    address: { told: REFUSALS_TOLD, stored: KNOCKS_STORED },
  };
}
