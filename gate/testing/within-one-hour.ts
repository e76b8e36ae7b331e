import { BURST_SECONDS } from "../../lib/domain/calls/limits";

const HOUR_MS = 3_600_000;

/** Does work that counts calls of a clock hour; begins anew where the hour turned meanwhile. */
export function withinOneHour<T>(work: () => Promise<T>): Promise<T> {
  return withinOne(HOUR_MS, work);
}

/** Does work that counts calls of a burst window; begins anew where another one began meanwhile. */
export function withinOneBurst<T>(work: () => Promise<T>): Promise<T> {
  return withinOne(BURST_SECONDS * 1_000, work);
}

async function withinOne<T>(windowMs: number, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const window = Math.floor(Date.now() / windowMs);
    const hasTurned = () => Math.floor(Date.now() / windowMs) !== window;
    try {
      const value = await work();
      if (!hasTurned()) return value;
    } catch (error) {
      if (!hasTurned()) throw error;
    }
  }
}
