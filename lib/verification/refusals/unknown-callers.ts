/**
 * Requests without a usable credential belong to no account, so they are limited by address: a window of this
 * process alone, since nothing that decides access depends on it. A key that is known is never refused here, however
 * many bad requests come from the same address; behind one proxy that address may be everybody's.
 */
import { subscriberOf } from "../../domain/ip-addresses";
import { BURST_SECONDS, secondsToNextWindow, windowStart } from "../../domain/calls/limits";

/** Refusals per address and {@link BURST_SECONDS} that are told why; more are only told to wait. */
export const UNKNOWN_CALLS_PER_WINDOW = 200;
/** Addresses that are remembered at most; beyond that the window begins anew. */
const ADDRESSES_MAX = 20_000;

export type UnknownCallers = {
  /** Counts one more request. @returns seconds to wait where the address is over the limit, else null */
  readonly count: (address: string | null, now: Date) => number | null;
};

/** Makes a count of requests without a usable key that begins with none. */
export function createUnknownCallers(limit = UNKNOWN_CALLS_PER_WINDOW): UnknownCallers {
  let window = 0;
  let counts = new Map<string, number>();
  return {
    count: (address, now) => {
      const start = windowStart(now, BURST_SECONDS).getTime();
      if (start !== window || counts.size >= ADDRESSES_MAX) {
        window = start;
        counts = new Map();
      }
      const place = (address === null ? null : subscriberOf(address)) ?? "unknown";
      const calls = (counts.get(place) ?? 0) + 1;
      counts.set(place, calls);
      return calls > limit ? secondsToNextWindow(now, BURST_SECONDS) : null;
    },
  };
}
