/** Who calls with a key, in a sentence. */
import { count } from "./format";

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
