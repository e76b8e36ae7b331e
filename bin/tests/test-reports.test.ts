import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { readPlaywrightReport, slowest } from "./test-reports";

const folder = mkdtempSync(join(tmpdir(), "countersign-reports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: unknown): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const ERROR = { message: "\u001b[31mexpected visible\u001b[39m\n\n  - waiting for the list" };

function story(title: string, ok: boolean, ...durations: number[]) {
  return {
    title,
    file: "keys.spec.ts",
    ok,
    tests: [{ results: durations.map((duration) => ({ duration, errors: ok ? [] : [ERROR] })) }],
  };
}

describe("a report of playwright", () => {
  it("names stories with the groups that they stand in and the beginning of why, and counts one that needed a second try as failed", () => {
    const path = report({
      stats: { expected: 2, flaky: 1, unexpected: 1 },
      suites: [
        {
          title: "keys.spec.ts",
          specs: [story("a key is made", true, 2_000)],
          suites: [{ title: "an admin", specs: [story("revokes", false, 1_500)] }],
        },
      ],
    });
    expect(readPlaywrightReport(path, "e2e")).toEqual({
      passed: 2,
      failed: 2,
      failures: ["e2e/keys.spec.ts: an admin > revokes\nexpected visible\n  - waiting for the list"],
      tests: [
        { file: "e2e/keys.spec.ts", name: "a key is made", seconds: 2 },
        { file: "e2e/keys.spec.ts", name: "an admin > revokes", seconds: 1.5 },
      ],
    });
  });
});

it("the slowest tests are listed by time, with their files", () => {
  const tests = [0.04, 12.25, 3].map((seconds) => ({ file: "a.test.ts", name: `takes ${seconds}`, seconds }));
  expect(slowest(tests, 2)).toEqual(["   12.3 s  a.test.ts: takes 12.25", "    3.0 s  a.test.ts: takes 3"]);
});
