/** The spans of time that charts of calls show, and how they are cut into buckets. Hours and days are those of UTC. */

import { DAY_MS, HOUR_MS } from "../time/durations";

export const USAGE_RANGES = ["24h", "7d", "30d"] as const;
export type UsageRange = (typeof USAGE_RANGES)[number];

export type UsageStep = "hour" | "day";
/** The span of a chart: from inclusive, to exclusive; both on the step. */
export type UsageSpan = { readonly from: Date; readonly to: Date; readonly step: UsageStep };

/** The longest span that one chart may show. */
export const USAGE_MAX_DAYS = 92;
/** Spans up to this length are drawn per hour. */
const HOURLY_MAX_MS = 8 * DAY_MS;

const RANGE_HOURS: Record<UsageRange, number> = { "24h": 24, "7d": 168, "30d": 720 };

function floor(at: number, size: number): number {
  return Math.floor(at / size) * size;
}

function ceil(at: number, size: number): number {
  return Math.ceil(at / size) * size;
}

/** The span of a named range: it ends with the hour or day that is under way. */
export function spanOfRange(range: UsageRange, now: Date): UsageSpan {
  const length = RANGE_HOURS[range] * HOUR_MS;
  const step: UsageStep = length <= HOURLY_MAX_MS ? "hour" : "day";
  const size = stepMs(step);
  const to = floor(now.getTime(), size) + size;
  return { from: new Date(to - length), to: new Date(to), step };
}

/**
 * The range on which usage opens: the last 24 hours, or the last 30 days where only these have a call.
 * @param lastCallAt of any verdict; null for a key that was never called
 */
export function openingRange(lastCallAt: Date | null, now: Date): UsageRange {
  const has = (range: UsageRange) => lastCallAt !== null && lastCallAt >= spanOfRange(range, now).from;
  return !has("24h") && has("30d") ? "30d" : "24h";
}

/** The span of two chosen instants, widened to whole hours or days. Expects from < to. */
export function spanOfChoice(from: Date, to: Date): UsageSpan {
  const step: UsageStep = to.getTime() - from.getTime() <= HOURLY_MAX_MS ? "hour" : "day";
  const size = stepMs(step);
  return { from: new Date(floor(from.getTime(), size)), to: new Date(ceil(to.getTime(), size)), step };
}

/** The length of a bucket, in milliseconds. */
export function stepMs(step: UsageStep): number {
  return step === "hour" ? HOUR_MS : DAY_MS;
}

/** The starts of all buckets of a span. */
export function bucketsOf(span: UsageSpan): Date[] {
  const size = stepMs(span.step);
  const count = Math.round((span.to.getTime() - span.from.getTime()) / size);
  return Array.from({ length: count }, (_, index) => new Date(span.from.getTime() + index * size));
}
