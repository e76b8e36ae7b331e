import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { PROJECT_FOLDER } from "../../lib/platform/programs";
import { isBuilt, writeStamp } from "./build-stamp.mjs";

const FOLDER = "clients/node";
const STAMP = "dist/client-built-from.json";
/** What it depends on beside its sources; and what must be there, or it was not built here. */
const BESIDE = [
  "bin/build/build-client.ts",
  `${FOLDER}/tsconfig.json`,
  `${FOLDER}/dist/index.js`,
  "tsconfig.json",
  "package-lock.json",
];

const sources = () => [
  ...BESIDE,
  ...readdirSync(join(PROJECT_FOLDER, FOLDER, "src"))
    .toSorted()
    .map((name) => `${FOLDER}/src/${name}`),
];

/**
 * Builds the package `@countersign/client` into the folder that it is published from, a module and its types for each source,
 * unless the last build was made from these very sources.
 * @throws Error where the compiler finds a fault, which it has printed
 */
export function buildClient(): void {
  if (isBuilt(PROJECT_FOLDER, STAMP, sources)) return;
  console.log("Building the client: once after each change, some seconds.");
  rmSync(join(PROJECT_FOLDER, FOLDER, "dist"), { recursive: true, force: true });
  const compiler = join(PROJECT_FOLDER, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", FOLDER], { cwd: PROJECT_FOLDER, stdio: "inherit" });
  writeStamp(PROJECT_FOLDER, STAMP, sources());
}
