/**
 * The change from an old credential to a new one, as far as it has come: by the calls that were let through with each.
 */
import { DAY_MS } from "../time/durations";

export type RotationFacts = {
  /** Calls of the last 24 hours that were let through with the old one, and with whatever came after it. */
  readonly oldCalls: number;
  readonly newCalls: number;
  /** The last call that was let through with the old one; null where there never was one. */
  readonly oldLastUsedAt: Date | null;
  readonly replacedAt: Date;
};

export type Rotation =
  /** The old one was used less than a day ago, by so many of all calls. */
  | { readonly state: "under_way"; readonly share: { readonly part: number; readonly all: number } }
  /** Nobody has used the old one for a day and longer, while the new one is used. */
  | { readonly state: "done"; readonly quietMs: number }
  /** Nobody uses the old one, nor the new one: that says nothing about who has changed over. */
  | { readonly state: "idle"; readonly quietMs: number };

/** How long nobody must have used the old one until it counts as left. */
export const QUIET_MS = DAY_MS;

/**
 * How far a rotation has come at an instant. Quiet is counted from the last use, or from the replacement where the old
 * one was last used before it: before, there was nothing to change over to.
 */
export function rotationOf(facts: RotationFacts, now: Date): Rotation {
  const { oldCalls, newCalls, oldLastUsedAt, replacedAt } = facts;
  const quietSince = oldLastUsedAt && oldLastUsedAt > replacedAt ? oldLastUsedAt : replacedAt;
  const quietMs = now.getTime() - quietSince.getTime();
  if (quietMs < QUIET_MS && (oldCalls > 0 || newCalls > 0)) {
    return { state: "under_way", share: { part: oldCalls, all: oldCalls + newCalls } };
  }
  return { state: newCalls > 0 && quietMs >= QUIET_MS ? "done" : "idle", quietMs };
}
