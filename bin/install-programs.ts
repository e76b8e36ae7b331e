import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";

import type { TestProgram } from "../testing/programs";

/** Asked by Debian's packages before they start a service; 101 means no. */
const POLICY = "/usr/sbin/policy-rc.d";

/**
 * Installs those programs that are missing, where this may be done: as root on Debian. Elsewhere it does nothing, and
 * the tests that need one say what to install. No service is started.
 */
export function installPrograms(programs: readonly TestProgram[]): void {
  const missing = programs.filter((program) => program.find() === undefined);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const packages = missing.map((program) => program.debianPackage);
  console.log(`\n── installing ${packages.join(", ")}`);
  const hasPolicy = existsSync(POLICY);
  if (!hasPolicy) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update"], { stdio: "inherit", env });
    const install = ["install", "-y", "--no-install-recommends", ...packages];
    execFileSync("apt-get", install, { stdio: "inherit", env });
  } catch (error) {
    // What could not be installed is missed by the tests that need it, by name.
    console.error(error instanceof Error ? error.message : error);
  } finally {
    if (!hasPolicy) rmSync(POLICY, { force: true });
  }
}
