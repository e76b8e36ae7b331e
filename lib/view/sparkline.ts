/** The numbers behind a sparkline, as heights and as words. */
import { count, number } from "./format";

/** Heights from 0 to 1 of the largest; a day with any calls at all is never invisible. */
export function sparklineHeights(values: readonly number[]): number[] {
  const most = Math.max(0, ...values);
  return values.map((value) => (value <= 0 ? 0 : Math.max(0.12, value / most)));
}

/** What the bars say. @param values calls per day, oldest first, the last entry being the last 24 hours */
export function sparklineSentence(values: readonly number[]): string {
  const total = values.reduce((sum, value) => sum + value, 0);
  const days = `${values.length} days`;
  if (total === 0) return `No calls in the last ${days}.`;
  const last = number(values.at(-1) ?? 0);
  const most = number(Math.max(...values));
  return `${count(total, "call")} in the last ${days}: ${last} in the last 24 hours, ${most} on the busiest day.`;
}
