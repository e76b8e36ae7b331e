import { DomainError } from "../../domain/errors";

/** So many may wait; at a quarter of a second each, whoever comes on top would wait for seconds. */
const WAITING_MAX = 24;

/**
 * A queue for work that takes a processor for long: one piece at a time in each process, so that whoever asks for much of
 * it takes one thread from everybody else, and no more.
 * @returns what does a piece of work when its turn comes; it throws DomainError too_busy where too many wait
 */
export function workInTurn(waitingMax = WAITING_MAX): <T>(work: () => Promise<T>) => Promise<T> {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    if (waiting >= waitingMax) {
      throw new DomainError("too_busy", "Many key pairs are being made. Try again in a few seconds.", {
        retryAfterSeconds: 5,
      });
    }
    waiting += 1;
    const mine = last.then(work).finally(() => (waiting -= 1));
    last = mine.catch(() => undefined);
    return mine;
  };
}
