/** Between an instant and what a clock on the wall of a time zone shows, for date-time fields. */
import { DAY_MS } from "../time/durations";

const FIELD = /^(\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/**
 * What the zone's clock shows at the instant, as a date-time field holds it: `2027-03-01T12:00`.
 * @throws RangeError for a zone that is none here; never for UTC
 */
export function wallClock(instant: Date, timeZone: string): string {
  const shown = new Date(instant.getTime() + offsetMs(instant, timeZone)).toISOString();
  const text = shown.slice(0, shown.indexOf("."));
  return text.endsWith(":00") ? text.slice(0, -3) : text;
}

/**
 * The instant at which the zone's clock shows this; null if the text is no date and time. Where the clock shows it
 * twice (the hour after summer time) the first is meant; where it never does, the instant that long after the gap.
 */
export function instantOf(field: string, timeZone: string): Date | null {
  const parts = FIELD.exec(field);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const isReal = new Date(asUtc).getUTCMonth() === month - 1 && new Date(asUtc).getUTCDate() === day;
  if (Number.isNaN(asUtc) || !isReal || hour > 23 || minute > 59 || second > 59) return null;
  const before = offsetMs(new Date(asUtc - DAY_MS), timeZone);
  const after = offsetMs(new Date(asUtc + DAY_MS), timeZone);
  const candidates = [before, after].map((offset) => new Date(asUtc - offset));
  const exact = candidates.find((candidate) => candidate.getTime() + offsetMs(candidate, timeZone) === asUtc);
  return exact ?? new Date(asUtc - before);
}

/** How far the zone's clock is ahead of UTC at the instant, in milliseconds. */
function offsetMs(instant: Date, timeZone: string): number {
  // Without asking anybody: it is what is left where a browser can tell no zone's time.
  if (timeZone === "UTC") return 0;
  const shown = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1000) * 1000;
}

/** The clocks of the zones that were asked for: one takes as long to make as twenty readings. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  CLOCKS.set(timeZone, clock);
  return clock;
}
