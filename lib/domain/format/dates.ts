/**
 * How instants and spans read, on screens, in mails and on command lines. Months are written from a table: the names
 * of `Intl` differ from one version to the next ("Sep", "Sept"), and a page would differ from what the server drew.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time/durations";
import { count } from "./numbers";
import { wallClock } from "./zoned-time";

/** A date of JavaScript, or ISO 8601 with a zone. */
type Instant = Date | string;

export const MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

const UNITS = [
  { name: "year", milliseconds: 365 * DAY_MS },
  { name: "month", milliseconds: 30 * DAY_MS },
  { name: "day", milliseconds: DAY_MS },
  { name: "hour", milliseconds: HOUR_MS },
  { name: "minute", milliseconds: MINUTE_MS },
] as const;

const iso = (at: Instant): string => new Date(at).toISOString();

/** "22 Nov": the day of an instant in UTC, where the year goes without saying. */
export function shortDay(at: Instant): string {
  const day = new Date(at);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ""}`;
}

/** "22 Nov 2026": the day of an instant in UTC. */
export function exactDay(at: Instant): string {
  return `${shortDay(at)} ${new Date(at).getUTCFullYear()}`;
}

/** An instant to the minute, in UTC: "22 Nov 2026, 09:20 UTC". */
export function exactMinute(at: Instant): string {
  return `${exactDay(at)}, ${clock(at)} UTC`;
}

/** An instant to the second, in UTC: "22 Nov 2026, 09:20:46 UTC". */
export function exactTime(at: Instant): string {
  return `${exactDay(at)}, ${iso(at).slice(11, 19)} UTC`;
}

/** "2026-11-22 09:20:46.123 UTC": to the millisecond, where the order of instants matters. */
export function preciseTime(at: Instant): string {
  return `${iso(at).replace("T", " ").slice(0, -1)} UTC`;
}

/** "2026-11-22": the day of an instant in UTC, for names that are sorted and read by programs. */
export function isoDay(at: Instant): string {
  return iso(at).slice(0, 10);
}

/** "09:20": the time of day in UTC, beside words that name the zone. */
export function clock(at: Instant): string {
  return iso(at).slice(11, 16);
}

/** "29 Nov 2027": the day that the zone's calendar shows at the instant. */
export function zonedDay(at: Instant, timeZone: string): string {
  return zoned(at, timeZone)[0];
}

/** "29 Nov 2027, 14:30", with seconds where there are any: what the zone's clock shows at the instant. */
export function zonedMoment(at: Instant, timeZone: string): string {
  return zoned(at, timeZone).join(", ");
}

function zoned(at: Instant, timeZone: string): [day: string, time: string] {
  const [day = "", time = ""] = wallClock(new Date(at), timeZone).split("T");
  return [exactDay(`${day}T00:00:00Z`), time];
}

/**
 * A length of time in the largest unit of which there is at least one, rounded down: "3 days"; below a minute "less
 * than a minute".
 */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const unit = UNITS.find((candidate) => size >= candidate.milliseconds);
  if (!unit) return "less than a minute";
  return count(Math.floor(size / unit.milliseconds), unit.name);
}

/**
 * An instant as it is seen from now: "3 days ago", "in 2 hours", "just now".
 * @param now from the server, so that both sides draw the same words
 */
export function relativeTime(at: Instant, now: Instant): string {
  const difference = new Date(at).getTime() - new Date(now).getTime();
  if (Math.abs(difference) < MINUTE_MS) return difference > 0 ? "in less than a minute" : "just now";
  return difference > 0 ? `in ${span(difference)}` : `${span(difference)} ago`;
}

/** "8 seconds", "15 minutes": a wait as it is told, never too short. */
export function waitText(milliseconds: number): string {
  return milliseconds <= 90_000
    ? count(Math.max(1, Math.ceil(milliseconds / 1_000)), "second")
    : count(Math.ceil(milliseconds / MINUTE_MS), "minute");
}
