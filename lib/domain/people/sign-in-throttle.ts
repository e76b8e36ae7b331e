/**
 * Who is slowed down by failed sign-ins, and how much: the person at one origin, the browser that the person has signed
 * in with before, and guessers everywhere together. Nobody is held up by the tries of others, but browsers that are new
 * while very many guess (device cookies: OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
import { DAY_MS, HOUR_MS } from "../time/durations";

const MINUTE_MS = 60_000;

/** Failures of one kind that were counted since the window began. */
export type Tally = { readonly count: number; readonly windowStart: Date; readonly lastAt: Date };

type Throttle = {
  readonly windowMs: number;
  /** Tries of a window; after that none until it has passed. */
  readonly limit: number;
  /** Where tries come slower and slower in place of ending: how many are free, and the space after them. */
  readonly spacing?: { readonly free: number; readonly firstMs: number; readonly doubledAfter: number };
};

const QUARTER_MS = 15 * MINUTE_MS;

export const THROTTLES = {
  /** A browser that has signed this person in before, or was taken from somebody who has. */
  device: {
    windowMs: DAY_MS,
    limit: Infinity,
    spacing: { free: 10, firstMs: MINUTE_MS, doubledAfter: 5 },
  },
  /** One person from one origin: an IPv4 address or an IPv6 /64. */
  pair: { windowMs: QUARTER_MS, limit: 10 },
  /** One origin, whoever it names: it never holds anybody up, but makes `pair` stricter. */
  origin: { windowMs: QUARTER_MS, limit: Infinity },
  /** One person from everywhere, known browsers left out. */
  person: {
    windowMs: DAY_MS,
    limit: Infinity,
    spacing: { free: 100, firstMs: 1_000, doubledAfter: 25 },
  },
  /** The current password, asked for in a session that is open. */
  session: { windowMs: QUARTER_MS, limit: 10 },
  /** Links to choose another password, mailed to one person: enough for whoever looks into the wrong mailbox first. */
  link: { windowMs: HOUR_MS, limit: 3 },
  /** Such links asked for from one origin, whoever has the addresses. */
  link_origin: { windowMs: HOUR_MS, limit: 30 },
} as const satisfies Record<string, Throttle>;
export type ThrottleKind = keyof typeof THROTTLES;

/** Failures of an origin after which each person it names is looked at less often. */
const ORIGIN_SUSPECT = 50;
const PAIR_LIMIT_OF_SUSPECT = 3;

/** No two tries are further apart. */
const SPACE_MAX_MS = QUARTER_MS;

export type Admission =
  | { readonly isAdmitted: true; readonly next: Tally }
  | { readonly isAdmitted: false; readonly waitMs: number };

/** When a tally counts no more and can be forgotten. */
export function forgottenAt(kind: ThrottleKind, tally: Tally): Date {
  return new Date(tally.windowStart.getTime() + THROTTLES[kind].windowMs);
}

/** True where an origin has failed so often that it is taken for a guesser's. */
export function isSuspect(origin: Tally | null, now: Date): boolean {
  return origin !== null && isCounting("origin", origin, now) && origin.count >= ORIGIN_SUSPECT;
}

/**
 * Whether one more try is looked at, and the tally with it; a try that is not looked at is not counted, so that it makes
 * no wait longer.
 * @param before what was counted so far, null for nothing
 * @param fromSuspect for `pair`: that its origin is one of {@link isSuspect}
 */
export function admitTry(
  kind: ThrottleKind,
  before: Tally | null,
  now: Date,
  fromSuspect = false,
): Admission {
  const tally = before !== null && isCounting(kind, before, now) ? before : null;
  if (tally === null) return { isAdmitted: true, next: { count: 1, windowStart: now, lastAt: now } };
  const limit = kind === "pair" && fromSuspect ? PAIR_LIMIT_OF_SUSPECT : THROTTLES[kind].limit;
  const opensAt =
    tally.count >= limit
      ? forgottenAt(kind, tally).getTime()
      : tally.lastAt.getTime() + spaceMs(THROTTLES[kind], tally.count);
  const waitMs = opensAt - now.getTime();
  return waitMs > 0
    ? { isAdmitted: false, waitMs }
    : { isAdmitted: true, next: { ...tally, count: tally.count + 1, lastAt: now } };
}

/** The tally without a try that turned out to be right. */
export function takeBack(tally: Tally): Tally {
  return { ...tally, count: Math.max(0, tally.count - 1) };
}

function isCounting(kind: ThrottleKind, tally: Tally, now: Date): boolean {
  return now < forgottenAt(kind, tally);
}

/** Time from one try to the next: none for those that are free, then longer and longer. */
function spaceMs({ spacing }: Throttle, count: number): number {
  if (!spacing || count < spacing.free) return 0;
  return Math.min(
    SPACE_MAX_MS,
    spacing.firstMs * 2 ** Math.floor((count - spacing.free) / spacing.doubledAfter),
  );
}
