import type { AuthorizationRequest } from "./requests/authorization-request";

/** How long an app can act after one Allow, in a sentence (PRODUCT 10). */
export function durationText({
  responseType,
  names,
}: Pick<AuthorizationRequest, "responseType" | "names">): string {
  if (names.includes("impersonation")) return "Until you take it back, whether you are there or not";
  if (responseType === "token") return "8 hours at a time";
  return names.includes("extended")
    ? "Until you take it back, or it is not used for 30 days"
    : "30 days, then it sends you through here again";
}
