import { execFileSync } from "node:child_process";

import { pathOf, UNZIP } from "./programs";

/** What unzip prints of an archive, with its times read as UTC. @throws Error where it finds something wrong */
export function unzip(...args: readonly string[]): string {
  return execFileSync(pathOf(UNZIP), args, { encoding: "utf8", env: { ...process.env, TZ: "UTC" } });
}
