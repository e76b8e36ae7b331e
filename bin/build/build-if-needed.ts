import { existsSync } from "node:fs";
import { join } from "node:path";

import { PROJECT_FOLDER } from "../../lib/platform/programs";
import { isConsoleBuilt } from "./build-console";
import { isBuilt, PROGRAMS_STAMP } from "./build-stamp.mjs";
import { startChild, type Child } from "../start/children";
import { Failure } from "../process/failure";

/**
 * Builds programs and console unless they were built from these very sources.
 * @param onChild told of the process that builds, for whoever may have to end it
 * @throws Failure if the build fails, or what builds is not installed
 */
export async function buildIfNeeded(onChild: (child: Child) => void): Promise<void> {
  if (isBuilt(PROJECT_FOLDER, PROGRAMS_STAMP) && isConsoleBuilt()) return;
  if (!existsSync(join(PROJECT_FOLDER, "node_modules", "tsx"))) throw notBuilt();
  // A process of ours in between ends the framework's when this one is gone; the framework's own can't be told to.
  const child = startChild("build", "bin/build.ts", process.env, "source");
  onChild(child);
  if ((await child.ended) !== "code 0") throw new Failure("The build failed; its output is above.");
}

/**
 * Makes sure that the console was built from these very sources.
 * @throws Failure where the console was not built from these very sources
 */
export function assertConsoleBuilt(): void {
  if (!isConsoleBuilt()) throw notBuilt();
}

function notBuilt(): Failure {
  return new Failure("There is no build of these sources. Run npm ci --include=dev && npm run build first.");
}
