/**
 * Work that is slow by design, for callers of whom some crowd: a few at once, so many inside, and where all places are taken
 * whoever comes of a smaller crowd has the place of one that waits in the largest.
 */

/** Which crowds a caller belongs to: where the request came from, and what it names. */
export type Crowds = { readonly origin: string; readonly key: string };

export type QueueBounds = {
  /** Under way at once. */
  readonly atOnce: number;
  /** Under way or waiting. */
  readonly inside: number;
  /** Of one origin, under way or waiting. */
  readonly insidePerOrigin: number;
};

/** Thrown to whoever is not let in, or had to give its place to a smaller crowd before its work began. */
export class CrowdedOut extends Error {}

type Waiting = {
  readonly crowds: Crowds;
  readonly begin: () => void;
  readonly giveWay: () => void;
};

export class FairQueue {
  private readonly bounds: QueueBounds;
  /** The longest waiting first. */
  private readonly waiting: Waiting[] = [];
  private readonly origins = new Map<string, number>();
  private readonly keys = new Map<string, number>();
  private underWay = 0;
  private begun = 0;

  constructor(bounds: QueueBounds) {
    this.bounds = bounds;
  }

  /** Does the work once it is the caller's turn. @throws CrowdedOut, before anything was done */
  async enter<T>(crowds: Crowds, work: () => Promise<T>): Promise<T> {
    await this.turnOf(crowds);
    try {
      return await work();
    } finally {
      this.underWay -= 1;
      this.count(crowds, -1);
      this.beginNext();
    }
  }

  private turnOf(crowds: Crowds): Promise<void> {
    if ((this.origins.get(crowds.origin) ?? 0) >= this.bounds.insidePerOrigin) throw new CrowdedOut();
    if (this.underWay + this.waiting.length >= this.bounds.inside) this.makeRoom(crowds);
    this.count(crowds, 1);
    return new Promise((begin, reject) => {
      this.waiting.push({ crowds, begin, giveWay: () => reject(new CrowdedOut()) });
      this.beginNext();
    });
  }

  /** The last of the largest crowd gives way, if that is larger than the newcomer's with the newcomer in it. */
  private makeRoom(newcomer: Crowds): void {
    const largest = Math.max(0, ...this.waiting.map(({ crowds }) => this.crowd(crowds)));
    if (largest <= this.crowd(newcomer) + 1) throw new CrowdedOut();
    const place = this.waiting.findLastIndex(({ crowds }) => this.crowd(crowds) === largest);
    const [one] = this.waiting.splice(place, 1);
    if (!one) throw new CrowdedOut();
    this.count(one.crowds, -1);
    one.giveWay();
  }

  /** By turns the one of the smallest crowd and the one that waits longest, so that everybody's turn comes. */
  private beginNext(): void {
    while (this.underWay < this.bounds.atOnce && this.waiting.length > 0) {
      const place = this.begun % 2 === 0 ? this.smallest() : 0;
      const [next] = this.waiting.splice(place, 1);
      this.begun += 1;
      this.underWay += 1;
      next?.begin();
    }
  }

  private smallest(): number {
    const sizes = this.waiting.map(({ crowds }) => this.crowd(crowds));
    return sizes.indexOf(Math.min(...sizes));
  }

  private crowd({ origin, key }: Crowds): number {
    return Math.max(this.origins.get(origin) ?? 0, this.keys.get(key) ?? 0);
  }

  private count({ origin, key }: Crowds, by: 1 | -1): void {
    add(this.origins, origin, by);
    add(this.keys, key, by);
  }
}

function add(counts: Map<string, number>, name: string, by: 1 | -1): void {
  const count = (counts.get(name) ?? 0) + by;
  if (count === 0) counts.delete(name);
  else counts.set(name, count);
}
