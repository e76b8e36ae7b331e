/** The hourly limit in words (R10): how much of this hour's calls is used, and what that means. */
import { limitState, type LimitState } from "@/lib/domain/calls/limit-state";
import { exactTime } from "@/lib/domain/format/dates";
import { number } from "@/lib/domain/format/numbers";

export type Quota = {
  readonly hourly: { readonly limit: number; readonly used: number; readonly resetsAt: string };
  readonly byKey: number | null;
};

export type QuotaWords = {
  readonly state: LimitState;
  /** "1,240 of 3,000 calls this hour". */
  readonly text: string;
  /** Whose calls they are, and from when on they count anew. */
  readonly detail: string;
};

/** What is used of the hour; the limit is the account's, so a key's page says what part is the key's. */
export function quotaWords({ hourly, byKey }: Quota): QuotaWords {
  const state = limitState(hourly.used, hourly.limit);
  const next = exactTime(hourly.resetsAt).replace(/^.*, (\d\d:\d\d):\d\d UTC$/, "$1 UTC");
  const whose = byKey === null ? "By all keys of this account" : partText(byKey, hourly.used);
  const then = state === "full" ? `Further calls are refused until ${next}.` : `Counted anew from ${next}.`;
  return {
    state,
    text: `${number(hourly.used)} of ${number(hourly.limit)} calls this hour`,
    detail: `${whose}. ${then}`,
  };
}

function partText(byKey: number, used: number): string {
  if (byKey === 0) return used === 0 ? "None so far, by any key of this account" : "None of them by this key";
  // The two are counted apart, and a call may come between one look and the other.
  if (byKey >= used) return "All of them by this key";
  return `${number(byKey)} by this key, the rest by others of this account`;
}
