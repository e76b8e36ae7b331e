import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const ROOT = import.meta.dirname;

/** Tests of rules, capabilities, routes and components: none leaves anything behind in the process that runs it. */
const TOGETHER = [
  ...["app", "components", "lib", "testing"].map((folder) => `${folder}/**/*.test.{ts,tsx}`),
  "proxy.test.ts",
];
const NEVER = ["node_modules/**", ".next/**", "dist/**", "e2e/**"];

const ofEach = {
  // Of the client, what is shipped: testing/programs/built-programs.ts builds it first.
  resolve: { alias: { "@": ROOT, "@countersign/client": join(ROOT, "clients/node/dist") } },
  test: {
    setupFiles: ["testing/property-seed.ts", "testing/console-settings.ts"],
    server: { deps: { inline: ["next-auth", "@auth/core"] } },
    // Tests and hooks work with real databases and processes, which take seconds where others want the processor too.
    // Those that take longer by nature have their own limit, with the reason.
    testTimeout: 10_000,
    hookTimeout: 20_000,
  },
};

/**
 * Files that take longest, of each project. A fresh checkout knows no times, and a long file that comes last has one
 * core to itself while the other one waits.
 */
const LONGEST = [
  "bin/database/embedded-database.test.ts",
  "bin/commands/admin.db.test.ts",
  "bin/commands/admin-break-glass.db.test.ts",
  "bin/commands/audit-verify.db.test.ts",
  "bin/jobs/jobs.db.test.ts",
  "lib/integration-keys/keys/reading/many-keys.db.test.ts",
  "testing/handlers/bad-input.invariant.test.ts",
  "lib/kernel/atomic.invariant.test.ts",
  "lib/audit/many-events.db.test.ts",
  "testing/handlers/outside-text.invariant.test.ts",
  "lib/sessions/throttle.db.test.ts",
].map((file) => join(ROOT, file));

/** One project after the other, each with the files first that are known to take long. */
class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(
      files.toSorted(
        (a, b) => a.project.name.localeCompare(b.project.name) || rankOf(a.moduleId) - rankOf(b.moduleId),
      ),
    );
  }
}

function rankOf(file: string): number {
  const rank = LONGEST.indexOf(file);
  return rank === -1 ? LONGEST.length : rank;
}

export default defineConfig({
  test: {
    // Of the run and not of its projects: both have one build and one database server.
    globalSetup: ["testing/programs/built-programs.ts", "db/testing/global-setup.ts"],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...ofEach,
        // A process for each file: these are about processes, and about what a process keeps.
        test: {
          ...ofEach.test,
          name: "apart",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...NEVER, ...TOGETHER],
        },
      },
      {
        ...ofEach,
        // Two processes for all files: most of the time of a small one went into loading the same modules once more.
        test: { ...ofEach.test, name: "together", include: TOGETHER, exclude: NEVER, isolate: false },
      },
    ],
  },
});
