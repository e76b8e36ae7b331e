import type { Logger } from "pino";

import type { VerificationUnavailable } from "../../lib/verification/statement/unavailable";

const INTERVAL_MS = 1_000;

/**
 * Logs that requests can't be checked: the first of every second with its cause, the others by their number. An outage
 * at full load must not fill the disk too.
 */
export function createOutageLog(log: Logger, clock = () => performance.now()) {
  let lastAt = -Infinity;
  let unlogged = 0;
  return (error: VerificationUnavailable, request: { readonly requestId: string; readonly path: string }) => {
    const now = clock();
    if (now - lastAt < INTERVAL_MS) {
      unlogged += 1;
      return;
    }
    const { requestId, path } = request;
    log.warn({ err: error.cause ?? error, requestId, path, alsoRefused: unlogged }, error.code);
    lastAt = now;
    unlogged = 0;
  };
}
