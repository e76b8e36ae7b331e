// @ts-check
/** What a build was made from: `bin/launch.mjs` asks whether that is still so before anything can read TypeScript. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Is where the sources are, and in no image. */
const SOURCE = "bin/build.ts";

/**
 * A hash over files: their names and what is in them. One that is not there counts too.
 * @param {string} folder the project's
 * @param {readonly string[]} files as seen from it
 */
function hashOf(folder, files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const path = join(folder, file);
    hash.update(file).update("\0");
    if (existsSync(path)) hash.update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/**
 * Writes down what has been built, once it is whole.
 * @param {string} folder the project's
 * @param {string} stamp file to write, as seen from it
 * @param {readonly string[]} files everything that it was built from
 */
export function writeStamp(folder, stamp, files) {
  writeFileSync(join(folder, stamp), JSON.stringify({ hash: hashOf(folder, files), files }));
}

/**
 * @param {string} path
 * @returns {{ hash: string, files: readonly string[] } | null} null for the stamp of a release before, which is a hash alone
 */
function readStamp(path) {
  const text = readFileSync(path, "utf8");
  return text.startsWith("{") ? JSON.parse(text) : null;
}

/**
 * Whether there is a build, made from these very sources. Where no sources are, as in an image, any build is.
 * @param {string} folder the project's
 * @param {string} stamp
 * @param {() => readonly string[]} [sources] everything that it would be built from now; where it is left out, what it was built from
 */
export function isBuilt(folder, stamp, sources) {
  const path = join(folder, stamp);
  if (!existsSync(path)) return false;
  if (!existsSync(join(folder, SOURCE))) return true;
  const made = readStamp(path);
  return made !== null && made.hash === hashOf(folder, sources?.() ?? made.files);
}

/** The stamp of what `bin/build/build-programs.ts` builds. */
export const PROGRAMS_STAMP = "dist/built-from.json";
