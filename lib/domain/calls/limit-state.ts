/** How near an account is to a limit (R10), so that it is told before it is refused. */

export const LIMIT_STATES = ["ample", "tight", "full"] as const;
export type LimitState = (typeof LIMIT_STATES)[number];

/** From this share on there is time left to do something, and reason to. */
const TIGHT_SHARE = 0.9;

/** How near a use is to its limit: ample below 90% of it, tight from there on, full where nothing is left. */
export function limitState(used: number, limit: number): LimitState {
  if (used >= limit) return "full";
  return used >= limit * TIGHT_SHARE ? "tight" : "ample";
}
