/** Who calls with a key, in a sentence. */
import { count } from "./format";

type Callers = {
  readonly calls: number;
  readonly allowedCalls: number;
  readonly allowedAddresses: number;
};

/** Who would be cut off: "3 addresses used it in the last 24 hours." */
export function usedByText(callers: Callers): string {
  if (callers.allowedCalls > 0) {
    return `${count(Math.max(1, callers.allowedAddresses), "address", "addresses")} used it in the last 24 hours.`;
  }
  return callers.calls > 0
    ? "Nobody used it in the last 24 hours; every call was refused."
    : "Nobody used it in the last 24 hours.";
}
