import { statSync } from "node:fs";

import type { RouteTable } from "../../domain/route-table/route-table";
import { readWebSettings } from "../../platform/settings/env";
import { parseRouteFile, readRouteFile } from "../../platform/route-table/route-file";

export type RouteTableReading = {
  readonly state: "none" | "read" | "unreadable";
  readonly table: RouteTable | null;
};

type Kept = { readonly stamp: string; readonly reading: RouteTableReading };
let kept: Kept | null = null;

/**
 * The route table as its file is now, read again when the file has changed. The gate reads its own when it is told to,
 * so a table that was edited is explained before it is in force.
 * @param path the file; left out, that of the settings
 */
export function currentRouteTable(path = readWebSettings().GATE_ROUTES): RouteTableReading {
  if (path === undefined) return { state: "none", table: null };
  try {
    const { mtimeMs, size } = statSync(path);
    const stamp = `${path} ${mtimeMs} ${size}`;
    if (kept?.stamp !== stamp) {
      kept = { stamp, reading: { state: "read", table: parseRouteFile(readRouteFile(path), path) } };
    }
    return kept.reading;
  } catch {
    // The gate refuses to start with such a file, and says why; here it is said that there is none to go by.
    return { state: "unreadable", table: null };
  }
}
