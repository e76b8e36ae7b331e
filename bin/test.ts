/** `npm test`: every check there is, two at a time. The last line says how many passed and how many failed. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CHROMIUM, pathOf, TEST_PROGRAMS } from "../testing/programs/programs";
import { installPrograms } from "./tests/install-programs";
import { readPlaywrightReport, slowest, type Report } from "./tests/test-reports";
import { REPORT_FILE } from "./tests/vitest-report";

/** What a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130;
const SLOWEST = 20;
/** How much is repeated at the end of what a program said that failed and reported no failure. */
const LAST_LINES = 25;
const ROOT = join(import.meta.dirname, "..");
const NOTHING: Report = { passed: 0, failed: 0, failures: [], tests: [] };
/** For reports, and for whatever the tests put into the system's folder: nothing of it is left, whatever becomes of them. */
const reports = mkdtempSync(join(tmpdir(), "countersign-test-"));
// PostgreSQL runs as nobody where the tests run as root, and has its folder below.
chmodSync(reports, 0o711);
process.once("exit", () => rmSync(reports, { recursive: true, force: true }));
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", TMPDIR: reports };
const running = new Set<ChildProcess>();
let isInterrupted = false;

type Ended = { readonly isPassed: boolean; readonly lastLines: string };

/** Runs a program of node_modules/.bin. What it prints comes in one piece, when it ends: two run at a time. */
async function run(
  name: string,
  [program = "", ...rest]: readonly string[],
  extra: Record<string, string> = {},
): Promise<Ended> {
  if (isInterrupted) return { isPassed: false, lastLines: "interrupted" };
  console.log(`── ${name} begins`);
  const begun = Date.now();
  const child = spawn(join(ROOT, "node_modules", ".bin", program), rest, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment, ...extra },
  });
  running.add(child);
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => printed.push(chunk));
  const isPassed = await new Promise<boolean>((resolve) => {
    child.once("error", (error) => {
      printed.push(Buffer.from(`${error.message}\n`));
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
  });
  running.delete(child);
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(`\n── ${name}: ${program} ${rest.join(" ")}`);
  const text = Buffer.concat(printed).toString();
  process.stdout.write(text);
  console.log(`── ${name}: ${isPassed ? "passed" : "FAILED"} (${seconds} s)\n`);
  return { isPassed, lastLines: text.trimEnd().split("\n").slice(-LAST_LINES).join("\n") };
}

/** One check of several programs in a row: it passes with all of them. */
async function check(name: string, ...commands: readonly (readonly string[])[]): Promise<Report> {
  for (const command of commands) {
    if (!(await run(name, command)).isPassed) return { ...NOTHING, failed: 1, failures: [name] };
  }
  return { ...NOTHING, passed: 1 };
}

/** The counts of a run with a report; a run that failed without a failing test (no report, a crash) counts as one. */
function counted(name: string, { isPassed, lastLines }: Ended, read: () => Report): Report {
  let report = NOTHING;
  try {
    report = read();
  } catch (error) {
    console.error(error);
  }
  const isSilent = report.failed === 0 && (!isPassed || report.passed === 0);
  return isSilent ? { ...report, failed: 1, failures: [`${name}: the run itself\n${lastLines}`] } : report;
}

/** @param project of `vitest.config.ts` */
async function vitest(name: string, project: string): Promise<Report> {
  const file = join(reports, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=./bin/tests/vitest-report.ts"];
  const ended = await run(name, ["vitest", "run", "--project", project, ...reporters], {
    [REPORT_FILE]: file,
  });
  return counted(name, ended, () => JSON.parse(readFileSync(file, "utf8")) as Report);
}

async function playwright(): Promise<Report> {
  const name = "browser tests";
  const file = join(reports, "playwright.json");
  const ended = await run(name, ["playwright", "test", "--reporter=list,json"], {
    CHROMIUM_PATH: pathOf(CHROMIUM),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  return counted(name, ended, () => readPlaywrightReport(file, "e2e"));
}

/** A part that can't even begin has failed; the others run all the same. */
async function attempt(part: () => Promise<Report>): Promise<Report> {
  try {
    return await part();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...NOTHING, failed: 1, failures: [reason] };
  }
}

async function inOrder(parts: readonly (() => Promise<Report>)[]): Promise<Report[]> {
  const done: Report[] = [];
  for (const part of parts) done.push(await attempt(part));
  return done;
}

/** Two at a time, one for each of the two cores that a small machine has. */
async function runAll(): Promise<Report[]> {
  const checks = inOrder([
    () => check("format", ["oxfmt", "--check", "."]),
    // The linter asks for types too, and those of the addresses are generated.
    () => check("types", ["next", "typegen"], ["tsc", "--noEmit"]),
    () => check("lint", ["oxlint", "--type-aware"]),
    () => check("dead code", ["knip"]),
    () => check("build", ["tsx", "bin/build.ts"]),
  ]);
  const units = attempt(() => vitest("unit and database tests", "together"));
  // These start what was built.
  const browsers = checks.then(() => attempt(playwright));
  const processes = Promise.all([checks, units]).then(() => attempt(() => vitest("process tests", "apart")));
  return [...(await checks), await units, await processes, await browsers];
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    for (const child of running) child.kill(signal);
  });
}
installPrograms(TEST_PROGRAMS);
const begun = Date.now();
const all = await runAll();
if (isInterrupted) process.exit(INTERRUPTED);
const passed = all.reduce((sum, report) => sum + report.passed, 0);
const failed = all.reduce((sum, report) => sum + report.failed, 0);
console.log(`\nThe slowest ${SLOWEST} tests of ${Math.round((Date.now() - begun) / 1000)} s:`);
for (const line of slowest(
  all.flatMap((report) => report.tests),
  SLOWEST,
))
  console.log(line);
for (const failure of all.flatMap((report) => report.failures)) console.log(`\nFAILED ${failure}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
