/** Dates as people type and paste them. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time/durations";
import { isoDay, MONTHS, zonedDay } from "./dates";
import { instantOf } from "./zoned-time";

/** What a day without a time means: its first instant, its last minute, or the first instant after it. */
export type TimeIfNone = "00:00" | "23:59" | "24:00";

export type DateReading =
  | { readonly ok: true; readonly at: Date }
  | { readonly ok: false; readonly fault: "no_date" | "month_as_number" | "no_such_day" };

const SEPARATED = /^(\d{1,2})[/](\d{1,2})[/](\d{2}|\d{4})\b/;
const ZONE = "(?<zone>z|utc|gmt|[+-]\\d{2}:?\\d{2})?";
const TIME = `(?:(?:,? |t)(?:at )?(?<hour>\\d{1,2})(?::(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.\\d{1,9})?)?)? ?(?<half>am|pm)? ?${ZONE})?`;
const FORMS = [
  // 2027-11-29
  new RegExp(`^(?<year>[1-9]\\d{3})-(?<number>\\d{1,2})-(?<day>\\d{1,2})${TIME}$`),
  // 29 Nov 2027, 29. November 2027
  new RegExp(`^(?<day>\\d{1,2})\\.? ?(?<word>[a-z]{3,9})\\.?,? ?(?<year>[1-9]\\d{3})${TIME}$`),
  // Nov 29, 2027
  new RegExp(`^(?<word>[a-z]{3,9})\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>[1-9]\\d{3})${TIME}$`),
  // 29.11.2027: with points the day comes first wherever dates are written so
  new RegExp(`^(?<day>\\d{1,2})\\. ?(?<number>\\d{1,2})\\. ?(?<year>[1-9]\\d{3})${TIME}$`),
];

const LONG_MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

export type ReadingFor = {
  readonly timeZone: string;
  readonly timeIfNone: TimeIfNone;
  /** The last instant that may be meant: a day without a time on which it lies means this one. */
  readonly latest?: Date | null;
};

/**
 * Reads a date and time of the zone's clock, in any of the ways in which the month can't be taken for the day. A text
 * that names a zone of its own, as copied from this product or from a log, means that one.
 */
export function readDateText(text: string, { timeZone, timeIfNone, latest }: ReadingFor): DateReading {
  const plain = text.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase();
  if (plain.length > 60) return { ok: false, fault: "no_date" };
  if (SEPARATED.test(plain)) return { ok: false, fault: "month_as_number" };
  const groups = FORMS.map((form) => form.exec(plain)?.groups).find((found) => found !== undefined);
  const month = groups ? monthOf(groups) : null;
  if (!groups || month === null) return { ok: false, fault: "no_date" };
  const clock = clockOf(groups, timeIfNone);
  if (clock === null) return { ok: false, fault: "no_date" };
  const day = `${groups["year"]}-${two(month)}-${two(Number(groups["day"]))}`;
  const ahead = offsetIn(groups);
  if (Number.isNaN(ahead)) return { ok: false, fault: "no_date" };
  const at = instantOf(`${day}T${clock === "24:00" ? "00:00" : clock}`, ahead === null ? timeZone : "UTC");
  if (at === null) return { ok: false, fault: "no_such_day" };
  const meant = clock === "24:00" ? nextDay(day, timeZone) : new Date(at.getTime() - (ahead ?? 0));
  const isLastDay =
    groups["hour"] === undefined &&
    latest &&
    latest < meant &&
    zonedDay(latest, timeZone) === zonedDay(at, timeZone);
  return { ok: true, at: isLastDay ? latest : meant };
}

/** What is wrong with a typed date, and how to write it. @param isDay without a time */
export function dateFaultText(fault: Exclude<DateReading, { ok: true }>["fault"], isDay: boolean): string {
  const example = isDay ? "29 Nov 2027 or 2027-11-29" : "29 Nov 2027, 14:30 or 2027-11-29 14:30";
  if (fault === "no_such_day") return "There is no such day.";
  if (fault === "month_as_number") {
    return `The day and the month can be taken for each other. Write it as ${example}.`;
  }
  return `This is not read as a date. Write it as ${example}.`;
}

type Groups = Readonly<Record<string, string | undefined>>;

const two = (value: number): string => String(value).padStart(2, "0");

function monthOf({ number, word }: Groups): number | null {
  if (number !== undefined) return Number(number);
  if (word === undefined) return null;
  const index = LONG_MONTHS.findIndex(
    (long, place) =>
      word === long || word === MONTHS[place]?.toLowerCase() || (word === "sept" && place === 8),
  );
  return index === -1 ? null : index + 1;
}

/** `14:30:00`; null for a time that no clock shows. */
function clockOf({ hour, minute, second, half }: Groups, timeIfNone: TimeIfNone): string | null {
  if (hour === undefined) return timeIfNone;
  // "29 Nov 2027 14" may be anything.
  if (minute === undefined && half === undefined) return null;
  const [hours, minutes, seconds] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)];
  if (minutes > 59 || seconds > 59 || hours > 23) return null;
  if (half === undefined) return `${two(hours)}:${two(minutes)}:${two(seconds)}`;
  if (hours < 1 || hours > 12) return null;
  return `${two((hours % 12) + (half === "pm" ? 12 : 0))}:${two(minutes)}:${two(seconds)}`;
}

/** How far the zone that the text names is ahead of UTC, in milliseconds; null for none, NaN where no zone is so far. */
function offsetIn({ zone }: Groups): number | null {
  if (zone === undefined) return null;
  if (/^[zug]/.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return NaN;
  return (zone.startsWith("-") ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

function nextDay(day: string, timeZone: string): Date {
  const next = isoDay(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS));
  return instantOf(`${next}T00:00`, timeZone) ?? new Date(NaN);
}
