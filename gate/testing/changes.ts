/**
 * Waiting for something that changes with events, without taking the processor from those who bring it about.
 */
export type Changes = {
  /** To be called after each event. */
  readonly tell: () => void;
  /** Resolves with what `find` finds, now or after an event; undefined is nothing. */
  readonly until: <T>(find: () => T | undefined) => Promise<T>;
};

/** Makes {@link Changes} of which none has happened yet. */
export function createChanges(): Changes {
  let waiting: (() => void)[] = [];
  return {
    tell: () => {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    until: async (find) => {
      for (;;) {
        const found = find();
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}
