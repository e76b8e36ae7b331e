/** Where things stand in the picture of the day. */
import type { GoLiveDay } from "@/lib/contracts/go-live/go-live";
import { clock, exactDay, shortDay } from "@/lib/domain/format/dates";
import { count } from "@/lib/domain/format/numbers";
import { HOUR_MS } from "@/lib/domain/time/durations";

/** What is drawn of a quarter of an hour: above the line what counts, below it what does not. */
export const DAY_KINDS = ["inWindow", "beside", "failed", "broken", "signIn"] as const;
export type DayKind = (typeof DAY_KINDS)[number];
export const DAY_KIND_LABELS: Record<DayKind, string> = {
  inWindow: "counts in the window",
  beside: "counts, outside the window",
  failed: "refused or failed",
  broken: "broke a rule",
  signIn: "sign-in, does not count",
};
const ABOVE: readonly DayKind[] = ["inWindow", "beside"];
const BELOW: readonly DayKind[] = ["broken", "failed", "signIn"];

/** So many calls stand above each other as blocks; more are one bar. */
const BLOCKS_MAX = 8;
/** A lane with less in it than this is not filled. */
const LEAST_HEIGHT = 4;

export type Block = {
  readonly key: string;
  readonly kind: DayKind;
  /** In percent of the width. */
  readonly left: number;
  readonly width: number;
  /** In parts of the lane's height, from its line on. */
  readonly from: number;
  readonly to: number;
  readonly title: string;
};

/** Where an instant is, in percent of the day's width; beyond its ends, the end. */
export function placeOf(day: Pick<GoLiveDay, "from" | "to">, at: string): number {
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  return Math.min(100, Math.max(0, (100 * (Date.parse(at) - from)) / (to - from)));
}

/** The blocks of one lane: one for each call while there are few, else a bar for each kind. */
export function blocksOf(day: GoLiveDay, lane: "above" | "below"): Block[] {
  const kinds = lane === "above" ? ABOVE : BELOW;
  const most = Math.max(0, ...day.slots.map((slot) => kinds.reduce((sum, kind) => sum + slot[kind], 0)));
  const height = Math.max(LEAST_HEIGHT, most);
  const width = (100 * day.slotMs) / (Date.parse(day.to) - Date.parse(day.from));
  return day.slots.flatMap((slot) => {
    let base = 0;
    return kinds.flatMap((kind) => {
      const start = base;
      base += slot[kind];
      const size = most <= BLOCKS_MAX ? 1 : slot[kind];
      const blocks = slot[kind] === 0 ? 0 : slot[kind] / size;
      return Array.from({ length: blocks }, (_, index) => ({
        key: `${slot.at} ${kind} ${index}`,
        kind,
        left: placeOf(day, slot.at),
        width,
        from: (start + index * size) / height,
        to: (start + (index + 1) * size) / height,
        title: `${clock(slot.at)} UTC: ${count(slot[kind], "call")}, ${DAY_KIND_LABELS[kind]}`,
      }));
    });
  });
}

/** How many calls there are of each kind. */
export function dayTotals(day: GoLiveDay): Record<DayKind, number> {
  const sum = (kind: DayKind) => day.slots.reduce((total, slot) => total + slot[kind], 0);
  return {
    inWindow: sum("inWindow"),
    beside: sum("beside"),
    failed: sum("failed"),
    broken: sum("broken"),
    signIn: sum("signIn"),
  };
}

const TICK_HOURS = 4;

/** The hours that are written below, with the day where it begins. */
export function dayTicks(day: GoLiveDay): { readonly left: number; readonly text: string }[] {
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  const step = TICK_HOURS * HOUR_MS;
  const first = Math.ceil(from / step) * step;
  const hours = Array.from({ length: Math.ceil((to - first) / step) }, (_, index) =>
    new Date(first + index * step).toISOString(),
  );
  return hours.map((at) => ({
    left: placeOf(day, at),
    text: clock(at) === "00:00" ? shortDay(at) : clock(at),
  }));
}

/** The picture in words. */
export function daySentence(day: GoLiveDay): string {
  const totals = dayTotals(day);
  const parts = DAY_KINDS.flatMap((kind) =>
    totals[kind] > 0 ? [`${DAY_KIND_LABELS[kind]}: ${count(totals[kind], "call")}`] : [],
  );
  const what = parts.length > 0 ? parts.join("; ") : "no calls";
  return `From ${exactDay(day.from)}, ${clock(day.from)} UTC, for 25 hours: ${what}.`;
}
