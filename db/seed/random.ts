/** Pseudo-random numbers from a seed, so that every demo looks the same. */
export type Random = {
  /** At least 0, below 1. */
  readonly next: () => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  /** A count around the mean, as of events that come independently of each other. */
  readonly count: (mean: number) => number;
};

/** Makes pseudo-random numbers from a seed, by mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    next,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
    count: (mean) => {
      const limit = Math.exp(-mean);
      let product = next();
      let events = 0;
      for (; product > limit; events += 1) product *= next();
      return events;
    },
  };
}
