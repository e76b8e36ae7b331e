import { VerificationUnavailable } from "../statement/unavailable";

/**
 * Waits for the result of some work, no longer than a time-out.
 * @throws VerificationUnavailable database_unavailable after `timeoutMs`
 */
export function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new VerificationUnavailable("database_unavailable")), timeoutMs);
    work.then(inTime(timer, resolve), inTime(timer, reject));
  });
}

/** One promise less per check than with `finally`. */
function inTime<V>(timer: NodeJS.Timeout, settle: (value: V) => void): (value: V) => void {
  return (value) => {
    clearTimeout(timer);
    settle(value);
  };
}
