/** When background jobs are due. */

import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";

const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = HOUR_MS;

/** A time of day in UTC. */
export type DailyTime = { readonly hour: number; readonly minute: number };

/** The last instant with this time of day that is not after `now`. */
export function lastDaily(now: Date, time: DailyTime): Date {
  const offset = time.hour * HOUR_MS + time.minute * MINUTE_MS;
  return new Date(Math.floor((now.getTime() - offset) / DAY_MS) * DAY_MS + offset);
}

/** The next instant with this time of day that is after `now`. */
export function nextDaily(now: Date, time: DailyTime): Date {
  return new Date(lastDaily(now, time).getTime() + DAY_MS);
}

/** A time of a week in UTC. */
export type WeeklyTime = DailyTime & {
  /** 0 is Sunday, as JavaScript counts. */
  readonly weekday: number;
};

/** The last instant with this weekday and time that is not after `now`. */
export function lastWeekly(now: Date, time: WeeklyTime): Date {
  const day = lastDaily(now, time);
  const daysSince = (day.getUTCDay() - time.weekday + 7) % 7;
  return new Date(day.getTime() - daysSince * DAY_MS);
}

/** The next instant with this weekday and time that is after `now`. */
export function nextWeekly(now: Date, time: WeeklyTime): Date {
  return new Date(lastWeekly(now, time).getTime() + 7 * DAY_MS);
}

/** How long to wait after the n-th failure in a row: half a minute, doubled each time, an hour at most. */
export function retryDelayMs(failures: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1), LONGEST_RETRY_MS);
}
