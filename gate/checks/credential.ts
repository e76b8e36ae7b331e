import type { IncomingHttpHeaders } from "node:http";

import { GateRefusal } from "../http/problem";

const BEARER = /^bearer(?:[ \t]+(.*))?$/i;
/** Several of them, as node joins headers that come more than once. */
const BEARERS = /^bearer[ \t]+[^,]*(?:,\s*bearer[ \t]+[^,]*)+$/i;

/**
 * The credential of a request: `Authorization: Bearer …` (RFC 6750), or `Access-Token: …` as clients of the Acrobat
 * Sign v5 interface send it. Null where neither came; another scheme is no credential of ours, and neither is a header
 * without a value, which is what a client sends whose variable is not set.
 * @throws GateRefusal invalid_request for two credentials that differ, since the gateway behind may take the other
 */
export function readCredential(headers: IncomingHttpHeaders): string | null {
  const bearer = readBearer(filled(headers.authorization));
  const header = headers["access-token"];
  const accessToken = typeof header === "string" ? onlyOne(filled(header).split(/, */)) : "";
  if (accessToken === "") return bearer;
  if (bearer !== null && bearer !== accessToken) {
    throw new GateRefusal({
      code: "invalid_request",
      detail: "Authorization and Access-Token hold different credentials. Send one.",
    });
  }
  return accessToken;
}

function readBearer(authorization: string): string | null {
  if (!authorization.includes(",") || !BEARERS.test(authorization)) {
    return BEARER.exec(authorization)?.[1]?.trim() ?? null;
  }
  return onlyOne(authorization.split(",").map((one) => BEARER.exec(one.trim())?.[1]?.trim() ?? ""));
}

/**
 * What a header that came more than once says, where it says one thing; else all of it, which is no credential: the service
 * behind may take another than this gate. (Refused as such, with 401, since gateways pass on nothing else.)
 */
function onlyOne(values: readonly string[]): string {
  return [...new Set(values)].join(", ");
}

/** The value of a header without the empty ones among several, which node joins with commas. */
function filled(value: string | undefined): string {
  if (value === undefined) return "";
  if (!value.includes(",")) return value.trim();
  const values = value.split(",").map((one) => one.trim());
  return values.filter((one) => one !== "" && one.toLowerCase() !== "bearer").join(", ");
}
