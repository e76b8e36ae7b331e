/** Another commit of the project, built as it is shipped, to be measured beside this one. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PROJECT_FOLDER } from "../lib/platform/programs";

/** Archives of a commit are some megabytes. */
const ARCHIVE_BYTES_MAX = 256 * 1024 * 1024;

const git = (...args: string[]) =>
  execFileSync("git", args, { cwd: PROJECT_FOLDER, maxBuffer: ARCHIVE_BYTES_MAX });

/**
 * Builds a commit's programs in a folder of its own, once per machine. Its packages are those that are installed here.
 * @param ref what git takes for a commit
 * @returns its folder
 * @throws Error where git knows no such commit, or it can't be built
 */
export function buildCommit(ref: string): string {
  const commit = git("rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`).toString().trim();
  const folder = join(tmpdir(), "countersign-bench", commit);
  if (!existsSync(folder)) {
    console.error(`Taking ${ref} out of the repository`);
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync("tar", ["-x", "-C", folder], { input: git("archive", commit) });
      symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"));
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }
  if (lockOf(folder) !== lockOf(PROJECT_FOLDER)) {
    console.error(`${ref} wants other packages than are installed, and is measured with these`);
  }
  // Builds nothing where nothing has changed.
  execFileSync(process.execPath, ["--import", "tsx", "bin/build.ts", "--programs"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return folder;
}

const lockOf = (folder: string) => readFileSync(join(folder, "package-lock.json"), "utf8");
