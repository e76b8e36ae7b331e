/** The knocking log in a sentence: who calls in vain, and how often. */
import { count, number } from "./format";

export type Knock = {
  readonly reason: "revoked" | "expired" | "wrong_environment";
  readonly calls: number;
  readonly areCallsExact: boolean;
  /** Null where they are not known. */
  readonly addresses: number | null;
  readonly areAddressesExact: boolean;
};

/** "Revoked, still called 212 times from 3 addresses since", "Called 5 times in the wrong environment". */
export function knockText(knock: Knock): string {
  const times = `${knock.areCallsExact ? "" : "more than "}${knock.calls === 1 ? "once" : `${number(knock.calls)} times`}`;
  if (knock.reason === "wrong_environment") return `Called ${times} in the wrong environment`;
  const word = knock.reason === "revoked" ? "Revoked" : "Expired";
  return `${word}, still called ${times}${fromText(knock)} since`;
}

function fromText({ addresses, areAddressesExact }: Knock): string {
  if (addresses === null || addresses === 0) return "";
  return ` from ${areAddressesExact ? "" : "at least "}${count(addresses, "address", "addresses")}`;
}

/** What to do about it, in a sentence. */
export function knockAdvice(reason: Knock["reason"], environment: string): string {
  if (reason !== "wrong_environment") {
    return "Every one of them was refused. Find these programs and give them another key.";
  }
  const other = environment === "sandbox" ? "production" : "sandbox";
  return `In the last 30 days, at a ${other} gateway. Every one of them was refused: give these programs a ${other} key, or the ${environment} address.`;
}
