import { availableParallelism } from "node:os";

import { DomainError } from "../../domain/errors";
import { Places, type Caller, type PlaceBounds } from "./places";

export type HashBounds = PlaceBounds & {
  /** Hashes under way at once. */
  readonly atOnce: number;
};

/**
 * How many passwords are hashed at once, and how many callers are let in: half of the processors, two at most, since
 * the four threads that node has for such work read files and names as well, and with sixteen inside the last one
 * waits less than a second.
 */
export const HASH_BOUNDS: HashBounds = {
  atOnce: Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2))),
  inside: 16,
  insidePerOrigin: 8,
};

/** What somebody is told for whom no place is free, here or before the framework (bin/console/sign-in-admission.ts). */
export const TOO_BUSY = {
  detail: "Too many people are signing in at this moment. Try again in a few seconds.",
  retryAfterSeconds: 2,
} as const;

/**
 * The one place where passwords are hashed and compared, which is slow and takes 19 MiB each by design: so many at once,
 * so many waiting, and whoever comes on top is refused before anything was done for them.
 */
export class HashQueue {
  private readonly bounds: HashBounds;
  private readonly places: Places;
  private readonly waiting: { known: (() => void)[]; unknown: (() => void)[] } = { known: [], unknown: [] };
  private underWay = 0;

  constructor(bounds: HashBounds) {
    this.bounds = bounds;
    this.places = new Places(bounds);
  }

  /**
   * Lets a caller in for the time of `work`, which may hash as often as it needs to.
   * @throws DomainError too_busy
   */
  async enter<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    const leave = this.places.take(caller);
    if (leave === null) {
      throw new DomainError("too_busy", TOO_BUSY.detail, { retryAfterSeconds: TOO_BUSY.retryAfterSeconds });
    }
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Runs one hash as soon as a thread is free for it; known callers first. */
  async run<T>(isKnown: boolean, hash: () => Promise<T>): Promise<T> {
    if (this.underWay >= this.bounds.atOnce) {
      await new Promise<void>((resolve) => this.waiting[isKnown ? "known" : "unknown"].push(resolve));
    } else {
      this.underWay += 1;
    }
    try {
      return await hash();
    } finally {
      // A place that is passed on stays taken.
      const next = this.waiting.known.shift() ?? this.waiting.unknown.shift();
      if (next) next();
      else this.underWay -= 1;
    }
  }
}
