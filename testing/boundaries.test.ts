/** The arrow of ARCHITECTURE.md: the linter refuses an import against it. Shown by planting one of each kind. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const NAME = `planted-${process.pid}`;

const WRONG: [file: string, importsOf: string][] = [
  ["components/ui", "@/db/schema/users"],
  ["components/ui", "@/components/frame/account-switcher"],
  ["components/integration-keys", "@/lib/kernel/mutate"],
  ["components/integration-keys", "@/lib/integration-keys/create"],
  ["components/integration-keys", "@/components/members/act-failure"],
  ["components/integration-keys", "@/lib/http/route"],
  ["app", "@/db/client"],
  ["app", "@/lib/kernel/database"],
  ["app/api", "@/components/ui/button"],
  ["app/api", "@/lib/kernel/mutate"],
  ["app/api", "@/db/schema/users"],
  ["lib/domain", "zod"],
  ["lib/domain", "node:crypto"],
  ["lib/domain", "@/lib/platform/ids"],
  ["lib/contracts", "@/lib/kernel/context"],
  ["lib/contracts", "@/db/schema/users"],
  ["lib/queries", "@/lib/integration-keys/list"],
  ["lib/queries", "@/db/client"],
  ["lib/view", "@/lib/queries/request"],
  ["lib/integration-keys", "@/lib/members/list"],
  ["lib/integration-keys", "@/lib/http/route"],
  ["lib/integration-keys", "@/lib/auth/session"],
  ["lib/integration-keys", "@/db/client"],
  ["lib/integration-keys", "next"],
  ["lib/members", "react"],
  ["lib/kernel", "@/lib/integration-keys/create"],
  ["lib/kernel", "@/lib/contracts/problem"],
  ["lib/http", "@/db/client"],
  ["lib/http", "@/lib/integration-keys/create"],
  ["lib/platform", "@/lib/kernel/context"],
  ["lib/verification", "@/lib/kernel/database"],
  ["lib/verification", "@/lib/integration-keys/list"],
  ["gate", "@/lib/kernel/mutate"],
  ["gate", "@/db/client"],
  ["gate", "@/lib/integration-keys/list"],
  ["db/schema", "@/lib/kernel/context"],
  ["db", "@/lib/integration-keys/list"],
];
const RIGHT: [file: string, importsOf: string][] = [
  ["lib/integration-keys", "@/lib/kernel/mutate"],
  ["lib/kernel", "@/db/client"],
  ["app/api", "@/lib/http/route"],
  ["components/integration-keys", "@/lib/queries/request"],
];
const fileOf = (folder: string, index: number) => join(folder, `${NAME}-${index}.ts`);
const planted = [...WRONG, ...RIGHT].map(([folder, source], index) => ({
  file: fileOf(folder, index),
  source,
}));
const made: string[] = [];
let report: string;

/** The linter's report on these files; it ends with an error code when it finds something. */
function lint(files: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const program = join(ROOT, "node_modules", ".bin", "oxlint");
    execFile(
      program,
      ["--format=unix", ...files],
      { cwd: ROOT, maxBuffer: 10_000_000 },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

beforeAll(async () => {
  for (const { file, source } of planted) {
    const folder = dirname(join(ROOT, file));
    const first = mkdirSync(folder, { recursive: true });
    if (first) made.push(first);
    writeFileSync(join(ROOT, file), `import * as planted from "${source}";\nexport const used = planted;\n`);
  }
  report = await lint(planted.map(({ file }) => file));
}, 60_000);

afterAll(() => {
  for (const { file } of planted) rmSync(join(ROOT, file), { force: true });
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const faultsOf = (file: string) =>
  report
    .split("\n")
    .filter((line) => line.startsWith(`${file}:`) && line.includes("boundaries(dependencies)"));

it.each(WRONG.map(([folder, source], index) => [folder, source, index] as const))(
  "%s may not import %s",
  (folder, _, index) => {
    expect(faultsOf(fileOf(folder, index))).toHaveLength(1);
  },
);

it.each(RIGHT.map(([folder, source], index) => [folder, source, WRONG.length + index] as const))(
  "%s may import %s",
  (folder, _, index) => {
    expect(faultsOf(fileOf(folder, index))).toEqual([]);
  },
);

it("leaves no folder of code outside of the layers", () => {
  const settings = JSON.parse(readFileSync(join(ROOT, ".oxlintrc.json"), "utf8")) as {
    settings: { "boundaries/include": string[] };
  };
  const included = settings.settings["boundaries/include"].map((pattern) => pattern.replace("/**", ""));
  const ignored = new Set(["node_modules", "public", "docs"]);
  const withCode = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !ignored.has(entry.name))
    .filter(({ name }) =>
      readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" }).some((file) =>
        /\.tsx?$/.test(file),
      ),
    )
    .map((entry) => entry.name);
  expect(withCode.filter((name) => !included.includes(name))).toEqual([]);
});
