/** Geometry of the chart of calls: bars stacked by verdict, and what is said about them. No drawing. */
import { VERDICT_GROUP_LABELS, VERDICT_GROUPS, type VerdictGroup } from "../domain/verdict-group";
import { exactDay, listed, number } from "./format";
import { DAY_MS, HOUR_MS } from "../domain/durations";

export type Counts = Readonly<Record<VerdictGroup, number>>;
export type Bucket = { readonly at: string; readonly counts: Counts };

/** A piece of a bar: shares of the chart's height, measured from its foot. */
export type Piece = { readonly group: VerdictGroup; readonly from: number; readonly to: number };

/** All calls of a bucket. */
export function totalOf(counts: Counts): number {
  return VERDICT_GROUPS.reduce((sum, group) => sum + counts[group], 0);
}

/** Round numbers for the axis, from 0 up to at least the most; two to five of them. */
export function axisTicks(most: number): number[] {
  if (most <= 4) return Array.from({ length: Math.max(1, most) + 1 }, (_, index) => index);
  const rough = most / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough) ?? most;
  const whole = Math.max(1, Math.ceil(step));
  return Array.from({ length: Math.ceil(most / whole) + 1 }, (_, index) => index * whole);
}

/** The bars, foot to top in the order of the groups, in shares of `top`. */
export function stackBars(buckets: readonly Bucket[], top: number): Piece[][] {
  return buckets.map(({ counts }) => {
    let foot = 0;
    return VERDICT_GROUPS.flatMap((group) => {
      if (counts[group] === 0) return [];
      const piece = { group, from: foot / top, to: (foot + counts[group]) / top };
      foot += counts[group];
      return [piece];
    });
  });
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** "22 Nov 2026, 09:00–10:00 UTC", or "22 Nov 2026 UTC" for a day. */
export function bucketLabel(at: string, step: "hour" | "day"): string {
  if (step === "day") return `${exactDay(at)} UTC`;
  const start = Date.parse(at);
  return `${exactDay(at)}, ${clock(start)}–${clock(start + HOUR_MS)} UTC`;
}

/** "1,204 calls: 1,200 allowed and 4 insufficient scope", or "no calls". */
export function countsText(counts: Counts): string {
  const total = totalOf(counts);
  if (total === 0) return "no calls";
  const parts = VERDICT_GROUPS.filter((group) => counts[group] > 0).map(
    (group) => `${number(counts[group])} ${VERDICT_GROUP_LABELS[group].toLowerCase()}`,
  );
  return `${number(total)} ${total === 1 ? "call" : "calls"}: ${listed(parts)}`;
}

export type AxisLabel = { readonly index: number; readonly text: string };

/**
 * Labels below the chart: midnights where there are several, else hours; at most six or so. For days: every fifth.
 * @param buckets oldest first
 */
export function axisLabels(buckets: readonly Bucket[], step: "hour" | "day"): AxisLabel[] {
  const isLong = step === "hour" && buckets.length > 48;
  const every =
    step === "day" ? Math.max(1, Math.ceil(buckets.length / 6)) : isLong ? 24 : pickHours(buckets.length);
  return buckets.flatMap(({ at }, index) => {
    const instant = Date.parse(at);
    if (step === "day") return index % every === 0 ? [{ index, text: shortDay(at) }] : [];
    if (isLong) return instant % DAY_MS === 0 ? [{ index, text: shortDay(at) }] : [];
    return (instant / HOUR_MS) % every === 0 ? [{ index, text: clock(instant) }] : [];
  });
}

function pickHours(count: number): number {
  return [1, 2, 3, 6, 12].find((hours) => count / hours <= 6) ?? 12;
}

function shortDay(at: string): string {
  return exactDay(at).replace(/ \d{4}$/, "");
}

/** A stretch of buckets, first and last included, in either order of choosing. */
export type Stretch = { readonly first: number; readonly last: number };

/** The instants that a stretch covers: from inclusive, to exclusive. */
export function spanOfStretch(
  buckets: readonly Bucket[],
  { first, last }: Stretch,
  step: "hour" | "day",
): { readonly from: string; readonly to: string } | null {
  const [start, end] = [buckets[Math.min(first, last)], buckets[Math.max(first, last)]];
  if (!start || !end) return null;
  const to = Date.parse(end.at) + (step === "hour" ? HOUR_MS : DAY_MS);
  return { from: start.at, to: new Date(to).toISOString() };
}

/** The sums of a stretch. */
export function sumStretch(buckets: readonly Bucket[], { first, last }: Stretch): Counts {
  const chosen = buckets.slice(Math.min(first, last), Math.max(first, last) + 1);
  const sum = (group: VerdictGroup) => chosen.reduce((total, bucket) => total + bucket.counts[group], 0);
  return {
    allowed: sum("allowed"),
    insufficient_scope: sum("insufficient_scope"),
    ended: sum("ended"),
    limited: sum("limited"),
    other: sum("other"),
  };
}
