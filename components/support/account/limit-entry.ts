import { OWN_LIMITS_MAX, type OwnLimits } from "@/lib/domain/calls/limits";
import { number } from "@/lib/domain/format/numbers";

export const LIMIT_NAMES = ["activeKeys", "hourly", "burst"] as const satisfies readonly (keyof OwnLimits)[];

/** Labels of an account's limits (R10). */
export const LIMIT_FIELDS: Record<keyof OwnLimits, string> = {
  activeKeys: "Active keys",
  hourly: "Calls per hour",
  burst: "Calls per 30 seconds",
};

export type LimitEntry = {
  readonly limits: OwnLimits;
  /** What is wrong with an entry, by its field. */
  readonly faults: Partial<Record<keyof OwnLimits, string>>;
};

/**
 * Reads what was typed into the fields of limits: digits, with commas or spaces between them; nothing for the usual
 * one.
 */
export function readLimits(typed: (name: keyof OwnLimits) => string): LimitEntry {
  const limits: Record<keyof OwnLimits, number | null> = { activeKeys: null, hourly: null, burst: null };
  const faults: Partial<Record<keyof OwnLimits, string>> = {};
  for (const name of LIMIT_NAMES) {
    const text = typed(name).replaceAll(/[\s,]/g, "");
    const value = text === "" ? null : /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    limits[name] = value;
    if (value !== null && !(value >= 1 && value <= OWN_LIMITS_MAX[name])) {
      faults[name] = `A whole number from 1 to ${number(OWN_LIMITS_MAX[name])}, or nothing.`;
    }
  }
  return { limits, faults };
}
