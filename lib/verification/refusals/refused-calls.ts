/**
 * Counts the refused calls of known keys, to know which are told their reason and kept one by one (see
 * lib/domain/verdict/refusal-limits.ts). Windows of this process alone: nothing that decides access depends on them, and a key
 * that is refused is looked up all the same, so that its next good request is let through.
 */
import { subscriberOf } from "../../domain/ip-addresses";
import { BURST_SECONDS, HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import { refusalLimits, type RefusalLimits } from "../../domain/verdict/refusal-limits";
import type { CallCode } from "../../domain/verdict/refusals";

/** Keys and addresses that are remembered at most in an hour; of any more, calls are counted alone. */
const PLACES_MAX = 50_000;

export type RefusedCall = {
  readonly keyId: string;
  readonly code: CallCode;
  readonly address: string | null;
  /** The lookup's clock. */
  readonly at: Date;
};

export type RefusalCount = {
  /** False where its reason was told often enough: the client is told to wait instead. */
  readonly isTold: boolean;
  /** False where it is only counted. */
  readonly isStored: boolean;
};

export type RefusedCalls = {
  /** Counts one more refused call. */
  readonly count: (call: RefusedCall) => RefusalCount;
  /** How many refusals of this key for a limit would be stored at this moment. */
  readonly limitRoom: (call: Pick<RefusedCall, "keyId" | "at">) => number;
};

type Place = { window: number; told: number; stored: number };

/**
 * Makes a count of refused calls that begins with none.
 * @param sharers processes that share one port, and with it the limits
 */
export function createRefusedCalls(sharers = 1, placesMax = PLACES_MAX): RefusedCalls {
  let hour = 0;
  let places = new Map<string, Place>();
  const share = ({ told, stored }: RefusalLimits) => ({
    told: Math.ceil(told / sharers),
    stored: Math.ceil(stored / sharers),
  });

  /** What was counted at this name; null where no more can be remembered. */
  function placeOf(name: string, at: Date): Place | null {
    const window = windowStart(at, BURST_SECONDS).getTime();
    const known = places.get(name);
    // A lookup that comes late is counted in the present window.
    if (known && window > known.window) [known.window, known.told] = [window, 0];
    if (known) return known;
    if (places.size >= placesMax) return null;
    const place = { window, told: 0, stored: 0 };
    places.set(name, place);
    return place;
  }

  function beginHour(at: Date): void {
    const start = windowStart(at, HOUR_SECONDS).getTime();
    if (start <= hour) return;
    hour = start;
    places = new Map();
  }

  function room(name: string, at: Date, limits: RefusalLimits) {
    const place = placeOf(name, at);
    const { told, stored } = share(limits);
    return { place, told: place ? told - place.told : 0, stored: place ? stored - place.stored : 0 };
  }

  return {
    count: ({ keyId, code, address, at }) => {
      beginHour(at);
      const limits = refusalLimits(code);
      const name = `${keyId} ${code}`;
      const rooms = [room(name, at, limits.key)];
      // Addresses are remembered only while the key has room: there are more of them than memory.
      if (limits.address && rooms.every(({ told }) => told > 0)) {
        const subscriber = (address === null ? null : subscriberOf(address)) ?? "unknown";
        rooms.push(room(`${name} ${subscriber}`, at, limits.address));
      }
      const isTold = rooms.every(({ told }) => told > 0);
      const isStored = isTold && rooms.every(({ stored }) => stored > 0);
      for (const { place } of rooms) {
        if (place && isTold) place.told += 1;
        if (place && isStored) place.stored += 1;
      }
      return { isTold, isStored };
    },
    limitRoom: ({ keyId, at }) => {
      beginHour(at);
      const codes = ["hourly_limit_exceeded", "burst_limit_exceeded"] as const;
      const rooms = codes.map((code) => room(`${keyId} ${code}`, at, refusalLimits(code).key));
      return Math.max(0, Math.min(...rooms.flatMap(({ told, stored }) => [told, stored])));
    },
  };
}
