import type { RequestInfo } from "../kernel/context";
import { newId } from "../platform/ids";

/** Set by the web process on every request, whatever the client sent (bin/web.ts). */
export const ADDRESS_HEADER = "x-countersign-address";
export const REQUEST_ID_HEADER = "x-request-id";
/** Path and query of a page, set by the proxy whatever the client sent (proxy.ts). */
export const PATH_HEADER = "x-countersign-path";
/** The nonce of the scripts of a page, set by the proxy whatever the client sent (proxy.ts). */
export const NONCE_HEADER = "x-countersign-nonce";

const USER_AGENT_MAX_LENGTH = 300;

/** Who sent the request, as far as its headers say. */
export function requestInfoOf(headers: Headers): RequestInfo {
  const userAgent = headers.get("user-agent");
  return {
    requestId: headers.get(REQUEST_ID_HEADER) ?? newId(),
    address: headers.get(ADDRESS_HEADER),
    userAgent: userAgent === null ? null : userAgent.slice(0, USER_AGENT_MAX_LENGTH),
  };
}
