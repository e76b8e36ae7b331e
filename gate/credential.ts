import type { IncomingHttpHeaders } from "node:http";

import { GateRefusal } from "./problem";

const BEARER = /^bearer +(.*)$/i;

/**
 * The credential of a request: `Authorization: Bearer …` (RFC 6750), or `Access-Token: …` as clients of the Acrobat
 * Sign v5 interface send it. Null where neither came; another scheme is no credential of ours.
 * @throws GateRefusal invalid_request for two credentials that differ, since the gateway behind may take the other
 */
export function readCredential(headers: IncomingHttpHeaders): string | null {
  const bearer = BEARER.exec(headers.authorization ?? "")?.[1]?.trim() ?? null;
  const header = headers["access-token"];
  const accessToken = typeof header === "string" ? header.trim() : null;
  if (bearer !== null && accessToken !== null && bearer !== accessToken) {
    throw new GateRefusal({
      code: "invalid_request",
      detail: "Authorization and Access-Token hold different credentials. Send one.",
    });
  }
  return bearer ?? accessToken;
}
