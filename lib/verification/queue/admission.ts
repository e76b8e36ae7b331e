/**
 * Who is let in to be checked. The queue is bounded by time, not by length: a request that would wait too long for its
 * answer is refused, before anything is done for it, so that nothing is thrown away that has cost something already. How
 * long it would wait follows from how many are inside and how long one of them takes, as measured in a full house, and
 * from how long it has waited to be read.
 * A short rush may wait longer than a crowd that stays (after CoDel, RFC 8289): the first will pass by itself.
 */

/** So many are let in whatever the estimate says: one batch of each kind; with fewer, waiting is no queue. */
const FREE = 64;
/** Longest estimated wait while a crowd stays, in milliseconds: about twice that of a gate that is just saturated. */
const STANDING_WAIT_MS = 15;
/**
 * It is at least so many times what a check takes that comes in freely, to a process that has little to do: a far
 * database is not a busy one, and neither is a busy process a far database.
 */
const STANDING_ROUNDS = 2;
/** A process has little to do that reads all there is to read in so many milliseconds. */
const PROMPT_MS = 1;
/** Longest estimated wait in a rush. */
const RUSH_WAIT_MS = 30;
/** It is a rush until so long after few ({@link CALM}) were inside and nobody was turned away, in milliseconds. */
const RUSH_MS = 100;
const CALM = FREE / 2;
/** Most inside at once, whatever the estimate says: bounds memory. */
const INSIDE_MAX = 2_000;
/** Weight of the newest measurement; some hundred checks, or 10 ms under full load, make the estimate anew. */
const WEIGHT = 1 / 64;
/** A crowd that does not come back is half forgotten after so many milliseconds. */
const CROWD_HALF_MS = 50;
/** Until something was measured. */
const FIRST_CHECK_MS = 0.1;

/** Somebody who was let in. */
export type Ticket = {
  readonly since: number;
  /** How many were inside already. */
  readonly ahead: number;
  /** True if the process was not busy with others. */
  readonly isPrompt: boolean;
};

export type Admission = {
  /** Lets one in, to be handed back to `leave` whatever becomes of it; null where it would wait too long. */
  readonly enter: () => Ticket | null;
  /** @param isAnswered false where it failed, which says nothing about how long a check takes */
  readonly leave: (ticket: Ticket, isAnswered: boolean) => void;
  /** True if one more would be let in at this moment. */
  readonly hasRoom: () => boolean;
  /** How many are inside. */
  readonly inside: () => number;
  /** How many have been inside at once of late: in a crowd, whoever leaves is back in a moment. */
  readonly crowd: () => number;
};

/**
 * Makes an admission that has let nobody in yet.
 * @param now a clock in milliseconds that never goes back
 * @param atTurnsEnd calls back when what this turn of the event loop found to read has been read
 */
export function createAdmission(
  now: () => number = () => performance.now(),
  atTurnsEnd: (callback: () => void) => unknown = setImmediate,
): Admission {
  let inside = 0;
  let crowd = 0;
  let crowdAt = now();
  let checkMs = FIRST_CHECK_MS;
  /** What a check takes, round trips and all, that came in freely. */
  let roundMs = 0;
  /** When few were inside for the last time. */
  let calmAt = now();
  let turnedAwayAt = Number.NEGATIVE_INFINITY;
  let turnBeganAt: number | null = null;
  let lastTurnMs = 0;

  /** The longest that a request which is read now may have waited for others to be read. */
  function unreadMs(at: number): number {
    if (turnBeganAt === null) {
      turnBeganAt = at;
      atTurnsEnd(() => {
        lastTurnMs = now() - at;
        turnBeganAt = null;
      });
    }
    return lastTurnMs + at - turnBeganAt;
  }

  const isFlooded = (at: number) => at - turnedAwayAt <= RUSH_MS;

  function hasRoom(at: number): boolean {
    const waited = unreadMs(at);
    if (inside < CALM && !isFlooded(at)) calmAt = at;
    if (inside < FREE) return true;
    const wait = waited + inside * checkMs;
    const standingMs = Math.max(STANDING_WAIT_MS, STANDING_ROUNDS * roundMs);
    const longestMs = at - calmAt > RUSH_MS ? standingMs : Math.max(RUSH_WAIT_MS, standingMs);
    if (inside < INSIDE_MAX && wait <= longestMs) return true;
    turnedAwayAt = at;
    return false;
  }

  function measure(tookMs: number, { ahead, isPrompt }: Ticket): void {
    // With few inside, a check's time is that of its round trips, which more could share.
    if (ahead >= CALM) checkMs += (tookMs / ahead - checkMs) * WEIGHT;
    // Grows slowly, so that one batch that was held up does not let in too many.
    if (ahead < FREE && isPrompt) roundMs += (Math.min(tookMs, 2 * roundMs + 1) - roundMs) * WEIGHT;
  }

  return {
    enter: () => {
      const at = now();
      if (!hasRoom(at)) return null;
      const ticket = { since: at, ahead: inside, isPrompt: unreadMs(at) <= PROMPT_MS };
      inside += 1;
      crowd = Math.max(inside, crowd * 0.5 ** ((at - crowdAt) / CROWD_HALF_MS));
      crowdAt = at;
      return ticket;
    },
    leave: (ticket, isAnswered) => {
      inside -= 1;
      const at = now();
      if (inside < CALM && !isFlooded(at)) calmAt = at;
      if (isAnswered) measure(at - ticket.since, ticket);
    },
    hasRoom: () => hasRoom(now()),
    inside: () => inside,
    crowd: () => crowd,
  };
}
