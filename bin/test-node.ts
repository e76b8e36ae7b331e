/**
 * `npm run test:node -- <version> [file…]`: the tests of vitest on another Node.js, as the npm package `node` brings it.
 * Everything that a test starts runs on it too;
 * programs and console are built first where they are not, as they are shipped.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";

import { PROJECT_FOLDER } from "../lib/platform/programs";
import { buildIfNeeded } from "./build/build-if-needed";
import { readArguments, USAGE } from "./commands/arguments";
import { Failure, report } from "./process/failure";

/** The folder with the program `node` of a version, installed where it is not there yet. */
function nodeFolder(version: string): string {
  const folder = join(PROJECT_FOLDER, "node_modules", ".cache", "countersign-node", version);
  const programs = join(folder, "node_modules", "node", "bin");
  if (!existsSync(join(programs, "node"))) {
    mkdirSync(folder, { recursive: true });
    execFileSync("npm", ["install", "--no-save", "--prefix", folder, `node@${version}`], {
      cwd: folder,
      stdio: "inherit",
    });
  }
  return programs;
}

async function run(): Promise<never> {
  const [version = "", ...files] = readArguments({}).words;
  if (!/^\d+(?:\.\d+){0,2}$/.test(version)) {
    throw new Failure(
      "Usage: npm run test:node -- <version> [file…], as in npm run test:node -- 24 gate",
      USAGE,
    );
  }
  await buildIfNeeded(() => undefined);
  const programs = nodeFolder(version);
  const node = join(programs, "node");
  console.log(`Node.js ${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()}`);
  const { status } = spawnSync(
    node,
    [join(PROJECT_FOLDER, "node_modules", "vitest", "vitest.mjs"), "run", ...files],
    {
      cwd: PROJECT_FOLDER,
      stdio: "inherit",
      // What tests type into a shell finds it first.
      env: { ...process.env, PATH: [programs, process.env["PATH"]].join(delimiter) },
    },
  );
  process.exit(status ?? 1);
}

try {
  await run();
} catch (error) {
  report(error);
}
