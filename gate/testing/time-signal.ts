/**
 * Looks for a difference in the time that answers take. Questions about all subjects are mixed at random, and
 * each pair of subjects is compared: the faster half of the times with Welch's t, and how many are in that half.
 */

export type TimedSubject = {
  readonly name: string;
  /** Asks once, and resolves when the answer is there. */
  readonly ask: () => Promise<unknown>;
};

export type Signal = {
  readonly pair: string;
  /** Welch's t of the last round. */
  readonly t: number;
  /** Means in milliseconds. */
  readonly means: readonly [number, number];
};

/** Beyond this the difference is no accident: with equal means, fewer than 1 of 100,000 comparisons come out so. */
const T_MAX = 4.5;
/** A signal has to show in each of these: what is no accident shows again, and what is does not three times. */
const ROUNDS = 3;
/**
 * Share of all samples whose times count. The slower ones are a busy machine's; of them only the number counts, which
 * makes it a test of the medians.
 */
const KEPT = 0.5;

/**
 * Looks for pairs of subjects whose answers take different times.
 * @returns the pairs whose times differ in every round; none is the good news
 */
export async function findTimeSignals(
  subjects: readonly TimedSubject[],
  samplesPerSubject: number,
): Promise<Signal[]> {
  let signals: Signal[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const found = compare(subjects, await sample(subjects, samplesPerSubject));
    signals = found.filter(({ pair }) => round === 1 || signals.some((signal) => signal.pair === pair));
    if (signals.length === 0) break;
  }
  return signals;
}

async function sample(subjects: readonly TimedSubject[], count: number): Promise<number[][]> {
  const times: number[][] = subjects.map(() => []);
  const order = shuffled(subjects.flatMap((_, index) => Array.from({ length: count }, () => index)));
  for (const index of order) {
    const start = performance.now();
    await subjects[index]?.ask();
    times[index]?.push(performance.now() - start);
  }
  return times;
}

function compare(subjects: readonly TimedSubject[], times: readonly number[][]): Signal[] {
  const all = times.flat().toSorted((a, b) => a - b);
  const longest = all[Math.floor(all.length * KEPT)] ?? Infinity;
  const kept = times.map((ofOne) => ofOne.filter((time) => time <= longest));
  const signals: Signal[] = [];
  for (const [index, a] of kept.entries()) {
    for (const [offset, b] of kept.slice(index + 1).entries()) {
      const t = welch(a, b);
      const pair = `${subjects[index]?.name} and ${subjects[index + 1 + offset]?.name}`;
      const lost = binomial(a.length, b.length);
      const means = [mean(a), mean(b)] as const;
      if (Math.abs(t) > T_MAX || Math.abs(lost) > T_MAX) signals.push({ pair, t, means });
    }
  }
  return signals;
}

/** Welch's t of two samples. */
export function welch(a: readonly number[], b: readonly number[]): number {
  const spread = variance(a) / a.length + variance(b) / b.length;
  const difference = mean(a) - mean(b);
  return spread === 0 ? Math.sign(difference) * Infinity || 0 : difference / Math.sqrt(spread);
}

/** How far two counts that should be equal are apart, in standard deviations. */
function binomial(a: number, b: number): number {
  return (a - b) / Math.sqrt(a + b);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
