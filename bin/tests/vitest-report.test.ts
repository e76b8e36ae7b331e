import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { PROJECT_FOLDER } from "../../lib/platform/programs";
import type { Report } from "./test-reports";
import { REPORT_FILE } from "./vitest-report";

const folder = mkdtempSync(join(tmpdir(), "countersign-vitest-report-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What vitest itself reports of a file of tests. */
function reportOf(tests: string): { readonly status: number | null; readonly report: Report } {
  symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "some.test.mjs"),
    `import { afterAll, describe, it, expect } from "vitest";\n${tests}`,
  );
  const path = join(folder, "report.json");
  const { status } = spawnSync(
    process.execPath,
    [
      join(PROJECT_FOLDER, "node_modules", "vitest", "vitest.mjs"),
      "run",
      `--root=${folder}`,
      `--reporter=${join(import.meta.dirname, "vitest-report.ts")}`,
    ],
    { cwd: folder, env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "test", [REPORT_FILE]: path } },
  );
  return { status, report: JSON.parse(readFileSync(path, "utf8")) as Report };
}

describe("the report of a run of vitest", () => {
  it("counts and names what failed: tests, hooks after the last of them, and what nobody waited for", () => {
    const { status, report } = reportOf(`
      it("works", () => {});
      it("does not", () => expect(1).toBe(2));
      describe("a group", () => {
        afterAll(() => { throw new Error("did not end"); });
        it("works too", () => { setTimeout(() => { throw new Error("came late"); }, 0); });
      });
      it("waits", () => new Promise((resolve) => setTimeout(resolve, 50)));
    `);
    expect(status).toBe(1);
    expect({ passed: report.passed, failed: report.failed }).toEqual({ passed: 3, failed: 3 });
    expect(report.failures.map((failure) => failure.split("\n").slice(0, 2))).toEqual([
      ["some.test.mjs: does not", expect.stringContaining("expected 1 to be 2")],
      ["some.test.mjs: a group (outside its tests)", "Error: did not end"],
      ["what nobody waited for", "Error: came late"],
    ]);
    expect(report.tests.map(({ file, name }) => `${file}: ${name}`)).toContain(
      "some.test.mjs: a group > works too",
    );
  });
});
