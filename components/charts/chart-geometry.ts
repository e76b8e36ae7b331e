/** Geometry of the chart of calls: a lane for the allowed and one for the refused, and what is said about them. No drawing. */
import { VERDICT_GROUP_LABELS, VERDICT_GROUPS, type VerdictGroup } from "@/lib/domain/verdict/verdict-group";
import { clock, exactDay, shortDay } from "@/lib/domain/format/dates";
import { listed } from "@/lib/domain/format/lists";
import { count, number } from "@/lib/domain/format/numbers";
import { DAY_MS, HOUR_MS } from "@/lib/domain/time/durations";

export type Counts = Readonly<Record<VerdictGroup, number>>;
export type Bucket = { readonly at: string; readonly counts: Counts };

/** A piece of a bar: shares of the chart's height, measured from its foot. */
export type Piece = { readonly group: VerdictGroup; readonly from: number; readonly to: number };

/** All calls of a bucket. */
export function totalOf(counts: Counts): number {
  return VERDICT_GROUPS.reduce((sum, group) => sum + counts[group], 0);
}

/** Round numbers for a low lane's axis: 0 and one that is at least the most, of one digit or two. */
export function lowAxisTicks(most: number): number[] {
  if (most <= 10) return [0, Math.max(1, most)];
  const magnitude = 10 ** (Math.floor(Math.log10(most)) - 1);
  return [0, Math.ceil(most / magnitude) * magnitude];
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

/** A lane of the chart: what is drawn in it, foot to top. Allowed and refused calls never share a bar. */
export type Lane = { readonly title: string; readonly groups: readonly VerdictGroup[] };

export const LANES: readonly [allowed: Lane, refused: Lane] = [
  { title: VERDICT_GROUP_LABELS.allowed, groups: ["allowed"] },
  { title: "Refused", groups: VERDICT_GROUPS.filter((group) => group !== "allowed") },
];

const BARS_HEIGHT = 200;
const REFUSED_HEIGHT = 56;
const EMPTY_HEIGHT = 8;

/** How high the lanes are, in pixels, together always the same: the refused are fewer; one without calls is a line. */
export function laneHeights(calls: { readonly allowed: number; readonly refused: number }): {
  readonly allowed: number;
  readonly refused: number;
} {
  const refused =
    calls.refused === 0 ? EMPTY_HEIGHT : calls.allowed === 0 ? BARS_HEIGHT - EMPTY_HEIGHT : REFUSED_HEIGHT;
  return { allowed: BARS_HEIGHT - refused, refused };
}

/** Calls of a bucket in a lane. */
export function laneTotal({ groups }: Lane, counts: Counts): number {
  return groups.reduce((sum, group) => sum + counts[group], 0);
}

/** A lane's bars, foot to top in the order of its groups, in shares of `top`. */
export function stackBars({ groups }: Lane, buckets: readonly Bucket[], top: number): Piece[][] {
  return buckets.map(({ counts }) => {
    let foot = 0;
    return groups.flatMap((group) => {
      if (counts[group] === 0) return [];
      const piece = { group, from: foot / top, to: (foot + counts[group]) / top };
      foot += counts[group];
      return [piece];
    });
  });
}

/** The time of a bucket in words: "22 Nov 2026, 09:00–10:00 UTC", or "22 Nov 2026 UTC" for a day. */
export function bucketLabel(at: string, step: "hour" | "day"): string {
  if (step === "day") return `${exactDay(at)} UTC`;
  return `${exactDay(at)}, ${clock(at)}–${clock(new Date(Date.parse(at) + HOUR_MS))} UTC`;
}

/** The calls of a bucket in words: "1,204 calls: 1,200 allowed and 4 insufficient scope", or "no calls". */
export function countsText(counts: Counts): string {
  const total = totalOf(counts);
  if (total === 0) return "no calls";
  const parts = VERDICT_GROUPS.filter((group) => counts[group] > 0).map(
    (group) => `${number(counts[group])} ${VERDICT_GROUP_LABELS[group].toLowerCase()}`,
  );
  return `${count(total, "call")}: ${listed(parts)}`;
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
    return (instant / HOUR_MS) % every === 0 ? [{ index, text: clock(at) }] : [];
  });
}

function pickHours(count: number): number {
  return [1, 2, 3, 6, 12].find((hours) => count / hours <= 6) ?? 12;
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
