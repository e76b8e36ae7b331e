/**
 * A clock that any number of waits share one timer of: for what comes with every request, where a timer each would be made and
 * taken back ten thousand times a second.
 */

/** Something that waits; to be handed back to `cancel`. */
export type Waiting = { readonly run: () => void; readonly tick: Set<Waiting> };

export type Wheel = {
  /** Runs something so many milliseconds later, or up to a tick after that. It must not throw. */
  readonly after: (delayMs: number, run: () => void) => Waiting;
  readonly cancel: (waiting: Waiting) => void;
};

type Timers = {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** Calls back every so many milliseconds. @returns what ends that */
  readonly every: (run: () => void, intervalMs: number) => () => void;
};

/** They keep no process alive: what is waited for does. */
const TIMERS: Timers = {
  now: () => performance.now(),
  every: (run, intervalMs) => {
    const timer = setInterval(run, intervalMs).unref();
    return () => clearInterval(timer);
  },
};

/** Makes a clock that nobody waits by yet; while nobody does, it has no timer. */
export function createWheel(tickMs: number, timers: Timers = TIMERS): Wheel {
  const ticks = new Map<number, Set<Waiting>>();
  let stop: (() => void) | null = null;

  function turn(): void {
    const now = timers.now() / tickMs;
    for (const [tick, due] of ticks) {
      if (tick > now) continue;
      ticks.delete(tick);
      for (const { run } of due) run();
    }
    if (ticks.size > 0) return;
    stop?.();
    stop = null;
  }

  return {
    after: (delayMs, run) => {
      const at = Math.ceil((timers.now() + delayMs) / tickMs);
      let tick = ticks.get(at);
      if (!tick) ticks.set(at, (tick = new Set()));
      stop ??= timers.every(turn, tickMs);
      const waiting = { run, tick };
      tick.add(waiting);
      return waiting;
    },
    cancel: (waiting) => void waiting.tick.delete(waiting),
  };
}
