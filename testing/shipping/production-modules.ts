/** What `npm ci` does, out of what is installed already: nothing is fetched and nothing unpacked. */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

import { PROJECT_FOLDER } from "../../lib/platform/programs";

const Lock = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });

/**
 * Makes the `node_modules` of `npm ci --omit=dev` in a folder: the packages that its lock file marks as more than
 * development's, each from the project's own.
 */
export function installProductionModules(folder: string): void {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")));
  for (const [path, { dev }] of Object.entries(packages)) {
    const installed = join(PROJECT_FOLDER, path);
    // Packages of other systems stand in the lock file and are not there.
    if (path === "" || dev || !existsSync(installed)) continue;
    linkTree(installed, join(folder, path));
  }
}

/** A file is linked where it can be: 25,000 copies would take longer than the test. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    // Packages within a package stand in the lock file by themselves.
    if (entry.isDirectory() && entry.name !== "node_modules") linkTree(source, target);
    else if (entry.isFile()) linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system.
    copyFileSync(source, target);
  }
}
