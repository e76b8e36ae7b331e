/** Who calls with a key, in a sentence. */
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { count, number } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

type Callers = {
  readonly calls: number;
  readonly allowedAddresses: number;
  readonly isUsed: boolean;
  readonly isComplete: boolean;
};

/** Who would be cut off: "3 addresses used it in the last 24 hours", or "at least" where not all calls were looked at. */
export function usedByText(callers: Callers): string {
  if (callers.isUsed) {
    const addresses = count(Math.max(1, callers.allowedAddresses), "address", "addresses");
    return `${callers.isComplete ? addresses : `At least ${addresses}`} used it in the last 24 hours.`;
  }
  return callers.calls > 0
    ? "Nobody used it in the last 24 hours; every call was refused."
    : "Nobody used it in the last 24 hours.";
}

type StillCalling = {
  readonly since: string;
  readonly calls: number;
  readonly addresses: number;
  readonly isComplete: boolean;
};

/** Who has not changed over to the new key: "2 addresses have called with this key since it was replaced 3 days ago". */
export function stillCallingText({ since, calls, addresses, isComplete }: StillCalling, now: string): string {
  const when = `it was replaced on ${exactTime(since)}, ${relativeTime(since, notBefore(now, since))}`;
  if (calls === 0) return `Nobody has called with this key since ${when}.`;
  const who = count(Math.max(1, addresses), "address", "addresses");
  return `${isComplete ? who : `At least ${who}`} ${addresses > 1 ? "have" : "has"} called with this key since ${when}.`;
}

/** What the list of callers is about: where nobody was let through, it says so before it names anybody. */
export function callersTitle({ isUsed }: Pick<Callers, "isUsed">): string {
  return isUsed ? "Callers of the last 24 hours" : "Callers of the last 24 hours, refused only";
}

export type CallerVerdict = { readonly verdict: "accepted" | "refused"; readonly text: string };

/** A caller's calls by verdict, each kind that there was: "12 let through" and "3 refused". */
export function callerVerdicts(caller: {
  readonly calls: number;
  readonly allowedCalls: number;
}): CallerVerdict[] {
  const { calls, allowedCalls } = caller;
  const refused = calls - allowedCalls;
  const accepted: CallerVerdict[] =
    allowedCalls > 0 ? [{ verdict: "accepted", text: `${number(allowedCalls)} let through` }] : [];
  return refused > 0 ? [...accepted, { verdict: "refused", text: `${number(refused)} refused` }] : accepted;
}
