/**
 * Refusals that tell a key that does not exist from one that has ended, or serves elsewhere, leave at fixed times, so
 * that the time of the answer tells nothing that the answer does not.
 */
import type { Refusal } from "../../lib/domain/verdict/refusals";

/**
 * Such answers are held back for a whole multiple of this after their request came. Several times what a check takes
 * under full load would be safer still, and slower for nobody but those who knock; a check takes 2 to 5 ms.
 */
const STEP_MS = 10;

/** Then they leave at the next tick of a clock that depends on no request, so that all of a tick can share its wait. */
const TICK_MS = 20;

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
 * Timers wake up to this long before a tick, and the rest is waited for turn by turn of the event loop: a timer counts
 * whole milliseconds from the moment that the loop went to sleep, which is the moment that the database had answered.
 * Left to itself it would tell that moment by the part of a millisecond by which it is late.
 */
const EARLY_MS = 2;

type Timers = {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  readonly after: (run: () => void, delayMs: number) => void;
  /** Runs something at the next turn of the event loop. */
  readonly soon: (run: () => void) => void;
};

const TIMERS: Timers = {
  now: () => performance.now(),
  after: (run, delayMs) => void setTimeout(run, delayMs),
  soon: (run) => void setImmediate(run),
};

type Leaving = { readonly since: number; readonly leave: () => void };

/** Calls `leave` at the first tick after the step that the answer to a request that came at `since` belongs to. */
export type LeaveSteadily = (since: number, leave: () => void) => void;

/** Makes a clock that steady answers leave by; however many of them wait, there is one wait per tick. */
export function createSteadyExit(timers: Timers = TIMERS): LeaveSteadily {
  const waiting = new Map<number, Leaving[]>();

  function wait(tick: number): void {
    const leftMs = tick * TICK_MS - timers.now();
    if (leftMs <= 0) leaveAt(tick);
    else if (leftMs > EARLY_MS + 1) timers.after(() => wait(tick), Math.floor(leftMs - EARLY_MS));
    else timers.soon(() => wait(tick));
  }

  function leaveAt(tick: number): void {
    const all = waiting.get(tick) ?? [];
    waiting.delete(tick);
    // In the order in which they came: that in which they were ready would tell of the database.
    for (const { leave } of all.toSorted((a, b) => a.since - b.since)) leave();
  }

  return (since, leave) => {
    const heldUntil = since + Math.ceil((timers.now() - since) / STEP_MS) * STEP_MS;
    const tick = Math.ceil(heldUntil / TICK_MS);
    const others = waiting.get(tick);
    if (others) {
      others.push({ since, leave });
      return;
    }
    waiting.set(tick, [{ since, leave }]);
    wait(tick);
  };
}

/** Lets an answer leave by the clock of this process. */
export const leaveSteadily = createSteadyExit();
