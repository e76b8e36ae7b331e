/** Between an instant and what a clock on the wall of a time zone shows, for date-time fields. */
import { DAY_MS } from "../domain/durations";

const FIELD = /^(\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** What the zone's clock shows at the instant, as a date-time field holds it: `2027-03-01T12:00`. */
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
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((candidate) => candidate.type === type)?.value ?? 0);
  const shown = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return shown - Math.floor(instant.getTime() / 1000) * 1000;
}
