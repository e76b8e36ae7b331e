import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { unpackedPackage, type TestProgram } from "../../testing/programs/programs";
import { disableNew, startLinks } from "./start-links";

/** Asked by Debian's packages before they start a service; 101 means no. */
const POLICY = "/usr/sbin/policy-rc.d";
const KEPT_POLICY = `${POLICY}.kept-by-countersign`;
const ETC = "/etc";
/** Nothing that is there already is changed. */
const INSTALL = ["install", "-y", "--no-install-recommends", "--no-upgrade", "--no-remove"];

/**
 * Installs those programs that are missing, where this may be done: as root on Debian. Elsewhere it does nothing, and
 * the tests that need one say what to install. No service is started or enabled, and no package is upgraded: where one
 * would have to be, the program's own package is unpacked for the tests alone.
 */
export function installPrograms(programs: readonly TestProgram[]): void {
  const missing = programs.filter((program) => program.find() === undefined);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const links = startLinks(ETC);
  // The machine's own policy may say yes.
  const hasPolicy = existsSync(POLICY);
  if (hasPolicy) renameSync(POLICY, KEPT_POLICY);
  writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    apt(["update"]);
    for (const { debianPackage } of missing) install(debianPackage);
  } catch (error) {
    sayProblem(error);
  } finally {
    rmSync(POLICY, { force: true });
    if (hasPolicy) renameSync(KEPT_POLICY, POLICY);
    disableNew(ETC, links);
  }
}

/** What can't be installed is missed by the tests that need it, by name. */
function install(debianPackage: string): void {
  try {
    const upgrades = upgradesIn(apt([...INSTALL, "--simulate", debianPackage], "pipe"));
    if (upgrades.length > 0) {
      console.log(`\n── unpacking ${debianPackage}, which would upgrade ${upgrades.join(", ")}`);
      unpack(debianPackage);
      return;
    }
    console.log(`\n── installing ${debianPackage}`);
    apt([...INSTALL, debianPackage]);
  } catch (error) {
    sayProblem(error);
  }
}

/** The files of one package, without what it depends on, in a folder of ours: enough for a program that stands alone. */
function unpack(debianPackage: string): void {
  const folder = mkdtempSync(join(tmpdir(), "countersign-package-"));
  try {
    apt(["download", debianPackage], "inherit", folder);
    const [file = ""] = readdirSync(folder);
    mkdirSync(unpackedPackage(debianPackage), { recursive: true });
    execFileSync("dpkg-deb", ["--extract", join(folder, file), unpackedPackage(debianPackage)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Packages that are there and would become others.
 * @param simulation what `apt-get install --simulate` prints: `Inst name [version that is there] (version to come …)`
 */
export function upgradesIn(simulation: string): string[] {
  return [...simulation.matchAll(/^Inst (\S+) \[/gm)].map((match) => match[1] ?? "");
}

function apt(args: readonly string[], stdout: "inherit" | "pipe" = "inherit", cwd?: string): string {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Null where it goes to our own output.
  const printed: string | null = execFileSync("apt-get", args, {
    stdio: ["ignore", stdout, "inherit"],
    env,
    encoding: "utf8",
    ...(cwd === undefined ? {} : { cwd }),
  });
  return printed ?? "";
}

function sayProblem(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
}
