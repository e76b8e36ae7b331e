/**
 * Refusals that tell a key that does not exist from one that has ended, or serves elsewhere, leave at fixed times, so
 * that the time of the answer tells nothing that the answer does not.
 */
import type { Refusal } from "../lib/domain/refusals";

/**
 * Such answers leave at whole multiples of this after their request came. Several times what a check takes under full
 * load would be safer still, and slower for nobody but those who knock; a check takes 2 to 5 ms.
 */
const STEP_MS = 10;

const STEADY: ReadonlySet<Refusal> = new Set([
  "unknown_key",
  "revoked_key",
  "expired_key",
  "wrong_environment",
]);

/** True for refusals that leave at fixed times. */
export function isSteady(code: Refusal): boolean {
  return STEADY.has(code);
}

/**
 * Timers wake up to this early, and the rest is waited for turn by turn of the event loop: a timer counts whole
 * milliseconds from the moment that the loop went to sleep, which is the moment that the database had answered. Left to
 * itself it would tell that moment by the part of a millisecond by which it is late.
 */
const EARLY_MS = 2;

type Timers = {
  /** In milliseconds; never goes back. */
  readonly now: () => number;
  readonly after: (run: () => void, delayMs: number) => void;
  /** At the next turn of the event loop. */
  readonly soon: (run: () => void) => void;
};

const TIMERS: Timers = {
  now: () => performance.now(),
  after: (run, delayMs) => void setTimeout(run, delayMs),
  soon: (run) => void setImmediate(run),
};

/** Calls `leave` at the next whole multiple of {@link STEP_MS} after `since`. */
export function leaveSteadily(since: number, leave: () => void, timers: Timers = TIMERS): void {
  const leaveAt = since + Math.ceil((timers.now() - since) / STEP_MS) * STEP_MS;
  function wait(): void {
    const leftMs = leaveAt - timers.now();
    if (leftMs <= 0) leave();
    else if (leftMs > EARLY_MS + 1) timers.after(wait, Math.floor(leftMs - EARLY_MS));
    else timers.soon(wait);
  }
  wait();
}
