import { readBytesText, userAgentText } from "../domain/secrets/outside-text";
import type { RequestInfo } from "../kernel/context";
import { newId } from "../platform/ids";

/** Set by the web process on every request, whatever the client sent (bin/web.ts). */
export const ADDRESS_HEADER = "x-countersign-address";
export const REQUEST_ID_HEADER = "x-request-id";
/** Path and query of a page, set by the proxy whatever the client sent (proxy.ts). */
export const PATH_HEADER = "x-countersign-path";
/** The nonce of the scripts of a page, set by the proxy whatever the client sent (proxy.ts). */
export const NONCE_HEADER = "x-countersign-nonce";

const ID = /^[0-9a-f-]{36}$/;

/** Who sent the request, as far as its headers say, in the form in which that is kept. */
export function requestInfoOf(headers: Headers): RequestInfo {
  const requestId = headers.get(REQUEST_ID_HEADER) ?? "";
  return {
    requestId: ID.test(requestId) ? requestId : newId(),
    address: headers.get(ADDRESS_HEADER),
    userAgent: userAgentText(readBytesText(headers.get("user-agent") ?? "")),
  };
}
