/** The numbers behind a sparkline, as heights and as words. */
import { count, number } from "@/lib/domain/format/numbers";

/** A day's bar as shares of the height, accepted calls at the foot and refused ones upon them. */
export type DayBar = { readonly accepted: number; readonly refused: number };

/** What is smaller could not be seen, or told from the other. */
const LEAST = 0.15;

/**
 * The bars, in shares of the busiest day; a day with any calls of a kind at all shows them.
 * @param calls calls of each day @param refused how many of them were refused
 */
export function sparklineBars(calls: readonly number[], refused: readonly number[]): DayBar[] {
  const most = Math.max(1, ...calls);
  const share = (value: number) => (value <= 0 ? 0 : Math.max(LEAST, value / most));
  return calls.map((all, day) => {
    const bad = Math.min(all, refused[day] ?? 0);
    const [accepted, refusedShare] = [share(all - bad), share(bad)];
    const excess = Math.max(0, accepted + refusedShare - 1);
    // The larger part gives way to the smaller one.
    return accepted > refusedShare
      ? { accepted: accepted - excess, refused: refusedShare }
      : { accepted, refused: refusedShare - excess };
  });
}

/**
 * What the bars of a sparkline say, in a sentence.
 * @param calls calls per day, oldest first, the last entry being the last 24 hours @param refused how many were refused
 */
export function sparklineSentence(calls: readonly number[], refused: readonly number[]): string {
  const total = sum(calls);
  const days = count(calls.length, "day");
  if (total === 0) return `No calls in the last ${days}.`;
  const last = number(calls.at(-1) ?? 0);
  const most = number(Math.max(...calls));
  const verdict = verdictText(total, sum(refused));
  return `${count(total, "call")} in the last ${days}, ${verdict}: ${last} in the last 24 hours, ${most} on the busiest day.`;
}

function verdictText(total: number, refused: number): string {
  if (refused === 0) return total === 1 ? "accepted" : "all accepted";
  if (refused < total) return `${number(refused)} of them refused`;
  return total === 1 ? "refused" : "all refused";
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
