// @ts-check
/**
 * Runs a program of Countersign, named by its source: `node bin/launch.mjs [--built] bin/admin.ts …`. What runs is what
 * `npm run build` made of it, where that was made from these very sources. Otherwise it is the source itself, which takes
 * the development dependencies; with `--built` it is nothing.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { isBuilt, PROGRAMS_STAMP } from "./build/build-stamp.mjs";

const FOLDER = join(import.meta.dirname, "..");
const [node = "", , ...given] = process.argv;
const isBuiltOnly = given[0] === "--built";
const [program = "", ...rest] = isBuiltOnly ? given.slice(1) : given;

/** @returns {Promise<string>} the file to run */
async function fileOf() {
  if (isBuilt(FOLDER, PROGRAMS_STAMP)) return join(FOLDER, "dist", program.replace(/\.ts$/, ".js"));
  if (isBuiltOnly || !existsSync(join(FOLDER, "node_modules", "tsx"))) {
    console.error(
      "countersign: There is no build of these sources. Run npm ci --include=dev && npm run build first.",
    );
    process.exit(1);
  }
  await import("tsx");
  return join(FOLDER, program);
}

const file = await fileOf();
// As if node had been given it: processes that it forks of itself run it too.
process.argv = [node, file, ...rest];
await import(pathToFileURL(file).href);
