/**
 * The reporter that `npm test` gives to vitest: it writes a `Report` to the file that `REPORT_FILE` names. Errors that no
 * test can be blamed for fail a run as well, and are named here: those of a hook after the last test, and of what went
 * on when nobody waited for it.
 */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestModule, Vitest } from "vitest/node";

import type { Report } from "./test-reports";

/** The variable of the environment with the path of the report to write. */
export const REPORT_FILE = "COUNTERSIGN_TEST_REPORT";
const LINES_OF_A_FAILURE = 12;

function beginningOf(errors: readonly SerializedError[]): string {
  const text = errors.map(({ stack, message }) => stack ?? message).join("\n");
  return text.split("\n").slice(0, LINES_OF_A_FAILURE).join("\n");
}

/** What a file's tests came to, and what went wrong outside them. */
function reportOfFile(module: TestModule, root: string): Report {
  const file = relative(root, module.moduleId);
  const results = [...module.children.allTests()].map((test) => ({
    name: test.fullName,
    test,
    ...test.result(),
  }));
  const failed = results.filter(({ state }) => state === "failed");
  const outside = [module, ...module.children.allSuites()]
    .map((suite) => ({ name: "fullName" in suite ? suite.fullName : "", errors: suite.errors() }))
    .filter(({ errors }) => errors.length > 0);
  return {
    passed: results.filter(({ state }) => state === "passed").length,
    failed: failed.length + outside.length,
    failures: [
      ...failed.map(({ name, errors }) => `${file}: ${name}\n${beginningOf(errors ?? [])}`),
      ...outside.map(({ name, errors }) => `${file}: ${name} (outside its tests)\n${beginningOf(errors)}`),
    ],
    tests: results.map(({ name, test }) => ({
      file,
      name,
      seconds: (test.diagnostic()?.duration ?? 0) / 1000,
    })),
  };
}

export default class VitestReport implements Reporter {
  #root = "";

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const files = modules.map((module) => reportOfFile(module, this.#root));
    const report: Report = {
      passed: files.reduce((sum, { passed }) => sum + passed, 0),
      failed: files.reduce((sum, { failed }) => sum + failed, unhandled.length),
      failures: [
        ...files.flatMap(({ failures }) => failures),
        ...unhandled.map((error) => `what nobody waited for\n${beginningOf([error])}`),
      ],
      tests: files.flatMap(({ tests }) => tests),
    };
    const path = process.env[REPORT_FILE];
    if (path) writeFileSync(path, JSON.stringify(report));
  }
}
