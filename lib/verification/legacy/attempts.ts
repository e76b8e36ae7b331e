/**
 * Attempts of legacy authentication that failed: of a person at an origin, of an origin, and of a person from everywhere, by
 * the rules of the console's sign-in. By the name as it was sent, so that people who are not there are slowed down alike.
 * Counted in this process alone: its tries are few and slow, and what is counted here opens and closes nothing at the console.
 */
import { subscriberOf } from "../../domain/ip-addresses";
import { admitTry, forgottenAt, isSuspect, takeBack, type Tally } from "../../domain/people/sign-in-throttle";

/** Names and origins that are remembered at most; beyond that the oldest are forgotten. */
const REMEMBERED_MAX = 20_000;
const KINDS = ["origin", "person", "pair"] as const;
type Kind = (typeof KINDS)[number];

export type Attempts = {
  /** Counts one more attempt. @returns what to do where it was right, or seconds to wait where it is not looked at */
  readonly begin: (
    username: string,
    address: string | null,
    now: Date,
  ) => { readonly wasRight: () => void } | { readonly retryAfterSeconds: number };
};

/** The origin of a caller: an IPv4 address or an IPv6 /64. */
export function originOf(address: string | null): string {
  return (address === null ? null : subscriberOf(address)) ?? "unknown";
}

/** Makes a count of attempts that begins with none. */
export function createAttempts(): Attempts {
  const tallies: Record<Kind, Map<string, Tally>> = { origin: new Map(), person: new Map(), pair: new Map() };

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

  return {
    begin: (username, address, now) => {
      const name = username.toLowerCase();
      const origin = originOf(address);
      const places = { origin, person: name, pair: `${origin} ${name}` };
      const suspect = isSuspect(tallies.origin.get(origin) ?? null, now);
      const tries = KINDS.map((kind) => ({
        kind,
        tried: admitTry(kind, tallies[kind].get(places[kind]) ?? null, now, suspect),
      }));
      const waitMs = Math.max(0, ...tries.map(({ tried }) => (tried.isAdmitted ? 0 : tried.waitMs)));
      if (waitMs > 0) return { retryAfterSeconds: Math.ceil(waitMs / 1_000) };
      for (const { kind, tried } of tries) {
        if (tried.isAdmitted) remember(kind, places[kind], tried.next, now);
      }
      return {
        wasRight: () => {
          for (const kind of KINDS) {
            const tally = tallies[kind].get(places[kind]);
            if (tally) tallies[kind].set(places[kind], takeBack(tally));
          }
        },
      };
    },
  };
}
