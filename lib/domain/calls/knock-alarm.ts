/** How loudly a page says that somebody calls a key in vain: by how many calls there were, and how lately. */

/**
 * How loudly a page tells of calls in vain. quiet: a stray call, or long ago; caution: a program that goes on calling;
 * alarm: one that floods, today.
 */
export const KNOCK_ALARMS = ["quiet", "caution", "alarm"] as const;
export type KnockAlarm = (typeof KNOCK_ALARMS)[number];

/** Calls of the last 24 hours from which on it is more than a stray one, and from which on it is a flood. */
export const KNOCKS_OF_A_PROGRAM = 10;
export const KNOCKS_OF_A_FLOOD = 100;

/**
 * The alarm for calls in vain. Only those of the last 24 hours count: a thousand calls of last month are history, and one
 * call of this minute is somebody's old bookmark.
 */
export function knockAlarm({ lastDayCalls }: { readonly lastDayCalls: number }): KnockAlarm {
  if (lastDayCalls >= KNOCKS_OF_A_FLOOD) return "alarm";
  return lastDayCalls >= KNOCKS_OF_A_PROGRAM ? "caution" : "quiet";
}
