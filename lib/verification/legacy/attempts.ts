/**
 * Attempts of legacy authentication that failed: of a person at an origin, of an origin, and of a person from everywhere, by
 * the rules of the console's sign-in. By the name as it was sent, so that people who are not there are slowed down alike.
 * Where nobody said from which address, there is no origin: its callers are everybody's, and only the person is counted.
 * Counted in this process alone: its tries are few and slow, and what is counted here opens and closes nothing at the console.
 */
import { subscriberOf } from "../../domain/ip-addresses";
import { DAY_MS } from "../../domain/time/durations";
import { admitTry, forgottenAt, isSuspect, takeBack, type Tally } from "../../domain/people/sign-in-throttle";

/** Names and origins that are remembered at most; beyond that the oldest are forgotten. */
const REMEMBERED_MAX = 20_000;
/** How long a person's right password at an origin keeps others' tries at that name from holding that origin up. */
const KNOWN_MS = DAY_MS;
type Kind = "origin" | "person" | "pair";

/** Whom a request names, and where it came from. */
export type Named = { readonly username: string; readonly address: string | null };

export type Attempt = {
  /** Takes the try back: it was right, or nobody looked at it. */
  readonly takeBack: () => void;
};

export type Attempts = {
  /** Counts one more attempt. @returns seconds to wait where it is not looked at, and is not counted either */
  readonly begin: (named: Named, now: Date) => Attempt | { readonly retryAfterSeconds: number };
  /** Notes that the person's password was right at this origin. */
  readonly noteRight: (named: Named, now: Date) => void;
  /** True where the person's password was right at this origin in the last 24 hours, as of a known browser. */
  readonly isKnown: (named: Named, now: Date) => boolean;
};

/** The origin of a caller: an IPv4 address or an IPv6 /64; null where nobody said. */
export function originOf(address: string | null): string | null {
  return address === null ? null : subscriberOf(address);
}

/** Makes a count of attempts that begins with none. */
export function createAttempts(): Attempts {
  const tallies: Record<Kind, Map<string, Tally>> = { origin: new Map(), person: new Map(), pair: new Map() };
  const known = new Map<string, number>();

  function remember(kind: Kind, place: string, tally: Tally, now: Date): void {
    const kept = tallies[kind];
    kept.delete(place);
    for (const [oldest, { windowStart, ...rest }] of kept) {
      const isOver = forgottenAt(kind, { windowStart, ...rest }) <= now;
      if (kept.size < REMEMBERED_MAX && !isOver) break;
      kept.delete(oldest);
    }
    kept.set(place, tally);
  }

  const isKnown: Attempts["isKnown"] = (named, now) => {
    const { pair } = placesOf(named);
    return pair !== null && (known.get(pair) ?? 0) > now.getTime();
  };

  return {
    begin: (named, now) => {
      const { origin, person, pair } = placesOf(named);
      const suspect = origin !== null && isSuspect(tallies.origin.get(origin) ?? null, now);
      const counted = [
        { kind: "origin", place: origin },
        { kind: "person", place: isKnown(named, now) ? null : person },
        { kind: "pair", place: pair },
      ] as const;
      const tries = counted.flatMap(({ kind, place }) =>
        place === null
          ? []
          : [{ kind, place, tried: admitTry(kind, tallies[kind].get(place) ?? null, now, suspect) }],
      );
      const waitMs = Math.max(0, ...tries.map(({ tried }) => (tried.isAdmitted ? 0 : tried.waitMs)));
      if (waitMs > 0) return { retryAfterSeconds: Math.ceil(waitMs / 1_000) };
      for (const { kind, place, tried } of tries) {
        if (tried.isAdmitted) remember(kind, place, tried.next, now);
      }
      return {
        takeBack: () => {
          for (const { kind, place } of tries) {
            const tally = tallies[kind].get(place);
            if (tally) tallies[kind].set(place, takeBack(tally));
          }
        },
      };
    },
    noteRight: (named, now) => {
      const { pair } = placesOf(named);
      if (pair === null) return;
      known.delete(pair);
      // In the order of their ends: the first is the oldest.
      for (const [oldest, until] of known) {
        if (known.size < REMEMBERED_MAX && until > now.getTime()) break;
        known.delete(oldest);
      }
      known.set(pair, now.getTime() + KNOWN_MS);
    },
    isKnown,
  };
}

function placesOf({ username, address }: Named) {
  const person = username.toLowerCase();
  const origin = originOf(address);
  return { origin, person, pair: origin === null ? null : `${origin} ${person}` };
}
