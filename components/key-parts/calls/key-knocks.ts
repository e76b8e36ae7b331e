/** The knocking log in a sentence: who calls in vain, and how often. */
import { relativeTime } from "@/lib/domain/format/dates";
import { count, number, times } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

export type Knock = {
  readonly reason: "revoked" | "expired" | "wrong_environment";
  readonly calls: number;
  /** Those of the last 24 hours. */
  readonly lastDayCalls: number;
  readonly lastAt: string;
  readonly areCallsExact: boolean;
  /** Null where they are not known. */
  readonly addresses: number | null;
  readonly areAddressesExact: boolean;
};

/**
 * Calls in vain in words: "Revoked, still called 212 times from 3 addresses since", "Called 5 times in the wrong
 * environment".
 */
export function knockText(knock: Knock): string {
  const often = `${knock.areCallsExact ? "" : "more than "}${times(knock.calls)}`;
  if (knock.reason === "wrong_environment") return `Called ${often} in the wrong environment`;
  const word = knock.reason === "revoked" ? "Revoked" : "Expired";
  return `${word}, still called ${often}${fromText(knock)} since`;
}

function fromText({ addresses, areAddressesExact }: Knock): string {
  if (addresses === null || addresses === 0) return "";
  return ` from ${areAddressesExact ? "" : "at least "}${count(addresses, "address", "addresses")}`;
}

/** How lately a key was called in vain: "The last one 3 days ago, 12 in the last 24 hours." */
export function knockRecency({ calls, lastDayCalls, lastAt }: Knock, now: string): string {
  const last = relativeTime(lastAt, notBefore(now, lastAt));
  if (calls === 1) return `That was ${last}.`;
  const today = lastDayCalls === 0 ? "none" : number(lastDayCalls);
  return `The last one ${last}, ${today} in the last 24 hours.`;
}

/** What to do about calls in vain, in a sentence. */
export function knockAdvice(reason: Knock["reason"], environment: string): string {
  if (reason !== "wrong_environment") {
    return "Every one of them was refused. Find these programs and give them another key.";
  }
  const other = environment === "sandbox" ? "production" : "sandbox";
  return `In the last 30 days, at a ${other} gateway. Every one of them was refused: give these programs a ${other} key, or the ${environment} address.`;
}
