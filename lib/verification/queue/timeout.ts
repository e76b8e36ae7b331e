import { createWheel } from "../../platform/wheel";
import { VerificationUnavailable } from "../statement/unavailable";

/** A time-out of checks comes so much late at most, as a share of it. */
const LATE = 1 / 20;

/**
 * Waits for the result of some work, no longer than a time-out.
 * @throws VerificationUnavailable database_unavailable after `timeoutMs`
 */
export function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return cutOff(work, (cut) => {
    const timer = setTimeout(cut, timeoutMs);
    return () => clearTimeout(timer);
  });
}

/** {@link withTimeout} for what comes with every request: up to a twentieth late, and with one timer for all. */
export function createTimeout(timeoutMs: number): <T>(work: Promise<T>) => Promise<T> {
  const wheel = createWheel(timeoutMs * LATE);
  return (work) =>
    cutOff(work, (cut) => {
      const waiting = wheel.after(timeoutMs, cut);
      return () => wheel.cancel(waiting);
    });
}

/** @param begin begins the time-out. @returns what ends it */
function cutOff<T>(work: Promise<T>, begin: (cut: () => void) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = begin(() => reject(new VerificationUnavailable("database_unavailable")));
    // One promise less per check than with `finally`.
    const ended =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        end();
        settle(value);
      };
    work.then(ended(resolve), ended(reject));
  });
}
