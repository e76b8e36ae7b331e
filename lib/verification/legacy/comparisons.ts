/** Comparisons of one origin that were not right, in one window. Sixty take about three seconds of a processor. */
const WRONG_PER_WINDOW = 60;
const WINDOW_MS = 60_000;
/** Origins that are remembered at most; beyond that the window begins anew. */
const ORIGINS_MAX = 20_000;

export type Comparisons = {
  /** Counts one more comparison. @returns what takes it back, or seconds to wait where the origin had too many */
  readonly begin: (
    origin: string,
    now: Date,
  ) => { readonly takeBack: () => void } | { readonly retryAfterSeconds: number };
};

/** Makes a count of comparisons, whoever is named in them, that begins with none. */
export function createComparisons(): Comparisons {
  let window = 0;
  let counts = new Map<string, number>();
  return {
    begin: (origin, now) => {
      const start = Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS;
      if (start !== window || counts.size >= ORIGINS_MAX) {
        window = start;
        counts = new Map();
      }
      const mine = counts;
      const before = mine.get(origin) ?? 0;
      if (before >= WRONG_PER_WINDOW) {
        return { retryAfterSeconds: Math.max(1, Math.ceil((start + WINDOW_MS - now.getTime()) / 1_000)) };
      }
      mine.set(origin, before + 1);
      return { takeBack: () => mine.set(origin, Math.max(0, (mine.get(origin) ?? 1) - 1)) };
    },
  };
}
