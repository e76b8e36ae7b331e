/** For how long a server of ours keeps a connection on which too little happens, in milliseconds: gate and console alike. */

/** The longest that a request's headers may take before the connection is closed. */
export const HEADERS_TIMEOUT_MS = 10_000;
/** The longest that a whole request may take, its body included. */
export const REQUEST_TIMEOUT_MS = 15_000;
/**
 * How long an idle connection is kept: longer than load balancers do, so that they are the ones to close: a request
 * that is sent while we close is lost.
 */
export const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/**
 * How long nothing may move on a connection with an answer under way before it is ended: its client does not read. No
 * answer takes as long; idle connections have their own time.
 */
export const STALL_TIMEOUT_MS = 35_000;
/** How often headers and requests that are too late are looked for. */
export const CHECK_INTERVAL_MS = 5_000;
/** Longest wait for requests under way when a process is asked to end; `npm start` kills it after 10 s. */
export const DRAIN_MS = 8_000;
export const HEADER_BYTES_MAX = 16 * 1024;
export const CONNECTIONS_MAX = 10_000;
