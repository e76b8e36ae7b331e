/** What runs of tests report: how many passed and failed, by name, and how long each took. */
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

import { decimal } from "../../lib/domain/format/numbers";

export type TimedTest = { readonly file: string; readonly name: string; readonly seconds: number };

export type Report = {
  readonly passed: number;
  readonly failed: number;
  /** What failed, by name, with the beginning of why. */
  readonly failures: readonly string[];
  readonly tests: readonly TimedTest[];
};

/** Enough to see what was waited for. */
const LINES_OF_A_FAILURE = 12;

const PlaywrightResult = z.object({
  duration: z.number(),
  errors: z.array(z.object({ message: z.string().optional() })),
});
const PlaywrightSuite = z.object({
  title: z.string(),
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      ok: z.boolean(),
      tests: z.array(z.object({ results: z.array(PlaywrightResult) })),
    }),
  ),
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), flaky: z.number(), unexpected: z.number() }),
  suites: z.array(PlaywrightSuite),
});
type Suite = z.infer<typeof PlaywrightSuite>;
type Story = { readonly name: string; readonly spec: Suite["specs"][number] };

/**
 * Reads the report of the browser tests.
 * @param folder the folder of the specs, from which they name themselves
 * @throws Error where the file is no report
 */
export function readPlaywrightReport(path: string, folder: string): Report {
  const { stats, suites } = PlaywrightReport.parse(JSON.parse(readFileSync(path, "utf8")));
  // The outermost suite is the file, which says so itself.
  const stories = suites.flatMap((file) => storiesOf(file, []));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    failures: stories
      .filter(({ spec }) => !spec.ok)
      .map(({ name, spec }) => [`${folder}/${spec.file}: ${name}`, ...beginningOf(spec)].join("\n")),
    tests: stories.map(({ name, spec }) => ({
      file: `${folder}/${spec.file}`,
      name,
      seconds:
        spec.tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  };
}

/** Colours are for terminals. */
function beginningOf({ tests }: Story["spec"]): string[] {
  const errors = tests.flatMap(({ results }) => results).flatMap((result) => result.errors);
  const lines = errors.flatMap(({ message = "" }) => stripVTControlCharacters(message).split("\n"));
  return lines.filter((line) => line.trim() !== "").slice(0, LINES_OF_A_FAILURE);
}

function storiesOf({ specs, suites = [] }: Suite, above: readonly string[]): Story[] {
  return [
    ...specs.map((spec) => ({ name: [...above, spec.title].join(" > "), spec })),
    ...suites.flatMap((suite) => storiesOf(suite, [...above, suite.title])),
  ];
}

/** The tests that took longest, a line each, the slowest first. */
export function slowest(tests: readonly TimedTest[], count: number): string[] {
  return tests
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ file, name, seconds }) => `${decimal(seconds, 1).padStart(7)} s  ${file}: ${name}`);
}
