/** How instants, spans and numbers read on screen. Pure and the same in Node and in every browser. */
import { dayText, instantText } from "../domain/instant-text";

const SECOND = 1_000;
const UNITS = [
  { name: "year", milliseconds: 365 * 86_400 * SECOND },
  { name: "month", milliseconds: 30 * 86_400 * SECOND },
  { name: "day", milliseconds: 86_400 * SECOND },
  { name: "hour", milliseconds: 3_600 * SECOND },
  { name: "minute", milliseconds: 60 * SECOND },
] as const;

/** "22 Nov 2026": the day of an instant in UTC. @param at ISO 8601 */
export function exactDay(at: string): string {
  return dayText(new Date(at));
}

/** "22 Nov 2026, 09:20:46 UTC": an instant with its zone. @param at ISO 8601 */
export function exactTime(at: string): string {
  return instantText(new Date(at));
}

/** "3 days", in the largest unit of which there is at least one, rounded down; below a minute "less than a minute". */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const unit = UNITS.find((candidate) => size >= candidate.milliseconds);
  if (!unit) return "less than a minute";
  return count(Math.floor(size / unit.milliseconds), unit.name);
}

/** "3 days ago", "in 2 hours", "just now". @param at ISO 8601 @param now ISO 8601, from the server */
export function relativeTime(at: string, now: string): string {
  const difference = Date.parse(at) - Date.parse(now);
  if (Math.abs(difference) < 60 * SECOND) return difference > 0 ? "in less than a minute" : "just now";
  return difference > 0 ? `in ${span(difference)}` : `${span(difference)} ago`;
}

/** "12,345": digits in groups of three. */
export function number(value: number): string {
  const [whole = "", fraction] = String(Math.abs(value)).split(".");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** "1 call", "2,000 calls". @param plural where it is not the word with an s */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
