import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, it, vi } from "vitest";

import { runProgram, typeLine, untilEnded } from "../../db/testing/program";
import { PROJECT_FOLDER } from "../../lib/platform/programs";
import { PROGRAMS_STAMP, writeStamp } from "../build/build-stamp.mjs";

// Processes are started, some of them through the compiler.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "countersign-launch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const REFUSAL =
  "countersign: There is no build of these sources. Run npm ci --include=dev && npm run build first.\n";

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** A project of one program, whose two forms say which they are. */
beforeEach(() => {
  for (const name of ["bin", "dist", "node_modules"])
    rmSync(join(folder, name), { recursive: true, force: true });
  write("package.json", '{"type":"module"}');
  write("bin/hello.ts", 'console.log("source" as string, process.argv.slice(2).join(" "));');
  write("bin/build.ts", "");
  write("dist/bin/hello.js", 'console.log("built", process.argv[1], process.argv.slice(2).join(" "));');
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(PROJECT_FOLDER, "node_modules/tsx"), join(folder, "node_modules/tsx"));
  mkdirSync(join(folder, "bin", "build"));
  for (const name of ["launch.mjs", "build/build-stamp.mjs"])
    copyFileSync(join(PROJECT_FOLDER, "bin", name), join(folder, "bin", name));
  writeStamp(folder, PROGRAMS_STAMP, ["bin/hello.ts"]);
});

const launch = (words: string) => untilEnded(typeLine(`node ${join(folder, "bin/launch.mjs")} ${words}`));

const BUILT = `built ${join(folder, "dist/bin/hello.js")} a b\n`;

it("runs what was built from these sources, as if node had been given it", async () => {
  expect(await launch("bin/hello.ts a b")).toEqual({ code: 0, output: BUILT });
  expect(await launch("--built bin/hello.ts a b")).toEqual({ code: 0, output: BUILT });
});

it.each([
  ["has changed since", () => write("bin/hello.ts", 'console.log("source" as string, "a b");\n')],
  ["was never built", () => rmSync(join(folder, "dist"), { recursive: true })],
  ["was built by halves", () => rmSync(join(folder, PROGRAMS_STAMP))],
])("runs the source where it %s, and refuses where only a build may run", async (_, change) => {
  change();
  expect(await launch("bin/hello.ts a b")).toEqual({ code: 0, output: "source a b\n" });
  expect(await launch("--built bin/hello.ts a b")).toEqual({ code: 1, output: REFUSAL });
  rmSync(join(folder, "node_modules/tsx"));
  expect(await launch("bin/hello.ts a b")).toEqual({ code: 1, output: REFUSAL });
});

it("runs what was built where there are no sources", async () => {
  rmSync(join(folder, "bin/build.ts"));
  rmSync(join(folder, "bin/hello.ts"));
  rmSync(join(folder, "node_modules"), { recursive: true });
  expect(await launch("--built bin/hello.ts a b")).toEqual({ code: 0, output: BUILT });
});

it("a trace of a built program names lines of its TypeScript", async () => {
  const { code, output } = await runProgram("bin/seed-many.ts", {
    args: ["--account", "00000000-0000-7000-8000-000000000000", "--keys", "1"],
    environment: { DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" },
  });
  expect([code, output]).toEqual([1, expect.stringMatching(/at .*bin\/seed-many\.ts:\d+:\d+/)]);
});
