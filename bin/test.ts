/** `npm test`: every check there is. The last line says how many passed and how many failed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { z } from "zod";

import { CHROMIUM, pathOf, TEST_PROGRAMS } from "../testing/programs";
import { installPrograms } from "./install-programs";

type Count = {
  readonly passed: number;
  readonly failed: number;
  /** What failed, by name: said again at the end, where a reader of a long log looks first. */
  readonly failures: readonly string[];
};

const ROOT = join(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "countersign-test-"));
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

/** Runs a program of node_modules/.bin or a script of ours; its output goes to ours. */
function run(name: string, command: readonly string[], extra: Record<string, string> = {}): boolean {
  console.log(`\n── ${name}: ${command.join(" ")}`);
  const begun = Date.now();
  const [program = "", ...rest] = command;
  const { status, error } = spawnSync(join(ROOT, "node_modules", ".bin", program), rest, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...environment, ...extra },
  });
  if (error) console.error(error.message);
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(`── ${name}: ${status === 0 ? "passed" : "FAILED"} (${seconds} s)`);
  return status === 0;
}

function check(name: string, ...commands: readonly (readonly string[])[]): Count {
  const isPassed = commands.every((command) => run(name, command));
  return { passed: Number(isPassed), failed: Number(!isPassed), failures: isPassed ? [] : [name] };
}

/** The counts of a run with a report; a run that failed without a failing test (no report, a crash) counts as one. */
function counted(name: string, isPassed: boolean, read: () => Count): Count {
  let count: Count = { passed: 0, failed: 0, failures: [] };
  try {
    count = read();
  } catch (error) {
    console.error(error);
  }
  const isSilent = count.failed === 0 && (!isPassed || count.passed === 0);
  return isSilent ? { ...count, failed: 1, failures: [`${name}: the run itself`] } : count;
}

function readReport(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

function vitest(): Count {
  const name = "unit and database tests";
  const file = join(reports, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const isPassed = run(name, ["vitest", "run", ...reporters]);
  return counted(name, isPassed, () => {
    const report = VitestReport.parse(readReport(file));
    const failures = report.testResults.flatMap((tested) =>
      tested.assertionResults
        .filter((result) => result.status === "failed")
        .map((result) => `${relative(ROOT, tested.name)}: ${result.fullName}\n${firstLines(result)}`),
    );
    return { passed: report.numPassedTests, failed: report.numFailedTests, failures };
  });
}

function firstLines(result: { readonly failureMessages: readonly string[] }): string {
  return result.failureMessages.join("\n").split("\n").slice(0, 12).join("\n");
}

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), flaky: z.number(), unexpected: z.number() }),
});

function playwright(): Count {
  const name = "browser tests";
  const file = join(reports, "playwright.json");
  // The list reporter ends with its failures by name, and this part is the last.
  const isPassed = run(name, ["playwright", "test", "--reporter=list,json"], {
    CHROMIUM_PATH: pathOf(CHROMIUM),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  return counted(name, isPassed, () => {
    const { stats } = PlaywrightReport.parse(readReport(file));
    const failed = stats.unexpected + stats.flaky;
    return { passed: stats.expected, failed, failures: failed === 0 ? [] : [`${name}: see above`] };
  });
}

/** A part that can't even begin has failed; the others run all the same. */
function attempt(part: () => Count): Count {
  try {
    return part();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { passed: 0, failed: 1, failures: [reason] };
  }
}

const parts: readonly (() => Count)[] = [
  () => check("format", ["oxfmt", "--check", "."]),
  // The linter asks for types too, and those of the addresses are generated.
  () => check("types", ["next", "typegen"], ["tsc", "--noEmit"]),
  () => check("lint", ["oxlint", "--type-aware"]),
  () => check("dead code", ["knip"]),
  vitest,
  () => check("build", ["tsx", "bin/build.ts"]),
  playwright,
];
installPrograms(TEST_PROGRAMS);
const counts = parts.map(attempt);
rmSync(reports, { recursive: true, force: true });
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
for (const failure of counts.flatMap((count) => count.failures)) console.log(`\nFAILED ${failure}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
