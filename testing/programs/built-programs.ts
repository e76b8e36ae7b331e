import { execFileSync } from "node:child_process";

import { nodeArguments, PROJECT_FOLDER } from "../../lib/platform/programs";

/** Builds the programs once before the tests of a run: those that start one start what is shipped. */
export default function setup(): void {
  execFileSync(process.execPath, [...nodeArguments("bin/build.ts", "source"), "--programs"], {
    cwd: PROJECT_FOLDER,
    stdio: "inherit",
  });
}
