/** Who wants to be let in: a known browser or an open session is not held up by crowds of others. */
export type Caller = { readonly isKnown: boolean; readonly origin: string };

export type PlaceBounds = {
  /** Callers inside at once; as many again of the known ones. */
  readonly inside: number;
  /** Callers of one origin inside at once. */
  readonly insidePerOrigin: number;
  /** True where an origin may have no more than are left free: so none fills what others need, and a few together neither. */
  readonly leavesRoom?: boolean;
};

/** Lets in so many callers at once, and so many of one origin, with places apart for those who are known. */
export class Places {
  private readonly bounds: PlaceBounds;
  private readonly inside = { known: 0, unknown: 0 };
  private readonly origins = new Map<string, number>();

  constructor(bounds: PlaceBounds) {
    this.bounds = bounds;
  }

  /** Takes a place. @returns what gives it back, once however often it is called; null where none is free */
  take({ isKnown, origin }: Caller): (() => void) | null {
    const lane = isKnown ? "known" : "unknown";
    const place = `${lane} ${origin}`;
    const ofOrigin = this.origins.get(place) ?? 0;
    const free = this.bounds.inside - this.inside[lane];
    const most = this.bounds.leavesRoom
      ? Math.min(this.bounds.insidePerOrigin, free)
      : this.bounds.insidePerOrigin;
    if (free <= 0 || ofOrigin >= most) return null;
    this.inside[lane] += 1;
    this.origins.set(place, ofOrigin + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.inside[lane] -= 1;
      const left = (this.origins.get(place) ?? 1) - 1;
      if (left === 0) this.origins.delete(place);
      else this.origins.set(place, left);
    };
  }
}
