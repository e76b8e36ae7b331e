import type { Logger } from "pino";

import { parseRouteFile, readRouteFile, RouteFileError } from "../../lib/platform/route-table/route-file";

/** The text of a route table that has been read without a fault; null without a file. @throws RouteFileError */
export function readRoutes(path: string | undefined): string | null {
  if (path === undefined) return null;
  const text = readRouteFile(path);
  parseRouteFile(text, path);
  return text;
}

/**
 * Reads the route table once more. One that has a fault is not used, and each fault is logged.
 * @returns its text, or null where the one in use stays
 */
export function rereadRoutes(path: string | undefined, log: Logger): string | null {
  if (path === undefined) {
    log.warn("there is no route table to read again: GATE_ROUTES is not set");
    return null;
  }
  try {
    return readRoutes(path);
  } catch (error) {
    if (!(error instanceof RouteFileError)) throw error;
    for (const line of error.lines) log.error({ fault: line }, "the route table can't be used");
    log.error("the route table in use stays");
    return null;
  }
}
