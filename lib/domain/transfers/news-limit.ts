/** How often people of one account may have those of another told of transfers: an app's move is no machine to mail others with. */
import { DAY_MS } from "../time/durations";

/** Openings and changes of transfers between two accounts in 24 hours, by people of either. Each may be ended once more. */
export const NEWS_PER_DAY = 20;

/**
 * How long to wait before one more transfer between two accounts may be opened or changed, in milliseconds; null where it may now.
 * @param at when it was done in the last 24 hours, the latest first
 */
export function newsWaitMs(at: readonly Date[], now: Date): number | null {
  const first = at[NEWS_PER_DAY - 1];
  if (first === undefined) return null;
  const left = first.getTime() + DAY_MS - now.getTime();
  return left > 0 ? left : null;
}
