/**
 * The arrow of ARCHITECTURE.md: the linter refuses an import against it, in a folder and in every folder below. Shown by
 * planting one of each kind in a copy of the tree.
 */
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const SETTINGS = JSON.parse(readFileSync(join(ROOT, ".oxlintrc.json"), "utf8")) as {
  settings: { "boundaries/include": string[] };
};
const LAYERS = SETTINGS.settings["boundaries/include"].map((pattern) => pattern.replace("/**", ""));
const NAME = "planted";

const WRONG: [file: string, importsOf: string][] = [
  ["components/ui", "@/db/schema/users"],
  ["components/ui", "@/components/frame/account/account-switcher"],
  ["components/ui", "@/lib/domain/keys/scopes"],
  ["components/ui", "@/components/key-parts/lifeline/lifeline"],
  ["components/key-parts", "@/components/key-detail/key-head"],
  ["components/key-parts", "@/lib/queries/request"],
  ["components/key-parts", "@/lib/kernel/change"],
  ["components/integration-keys", "@/lib/kernel/change"],
  ["components/integration-keys/form", "@/components/key-detail/key-head"],
  ["components/key-detail/explain", "@/lib/integration-keys/explain/explain"],
  ["components/key-detail/calls", "@/lib/kernel/change"],
  ["components/integration-keys", "@/lib/integration-keys/keys/making/create"],
  ["components/integration-keys", "@/components/members/act-failure"],
  ["components/integration-keys", "@/lib/http/handler"],
  ["app", "@/db/client"],
  ["app", "@/lib/kernel/database"],
  ["app/api", "@/components/ui/buttons/button"],
  ["app/api", "@/lib/kernel/change"],
  ["app/api", "@/db/schema/users"],
  ["lib/domain", "zod"],
  ["lib/domain", "node:crypto"],
  ["lib/domain", "@/lib/platform/ids"],
  ["lib/contracts", "@/lib/kernel/context"],
  ["lib/contracts", "@/db/schema/users"],
  ["lib/queries", "@/lib/integration-keys/keys/reading/list"],
  ["lib/queries", "@/db/client"],
  ["lib/addresses", "@/lib/queries/request"],
  ["lib/addresses", "@/lib/contracts/problem"],
  ["lib/addresses", "@/lib/kernel/change"],
  ["lib/integration-keys", "@/lib/members/list"],
  ["lib/integration-keys", "@/lib/http/handler"],
  ["lib/integration-keys", "@/lib/auth/session"],
  ["lib/integration-keys", "@/db/client"],
  ["lib/integration-keys", "next"],
  ["lib/members", "react"],
  ["lib/kernel", "@/lib/integration-keys/keys/making/create"],
  ["lib/kernel", "@/lib/contracts/problem"],
  ["lib/row-state", "@/lib/kernel/change"],
  ["lib/row-state", "@/lib/integration-keys/keys/reading/list"],
  ["lib/row-state", "@/db/client"],
  ["lib/row-state", "node:crypto"],
  ["lib/integration-keys/revocations", "@/lib/members/list"],
  ["lib/integration-keys/calls", "@/db/client"],
  ["components/members", "@/lib/row-state/key-status"],
  ["app", "@/lib/row-state/key-status"],
  ["lib/http", "@/db/client"],
  ["lib/http", "@/lib/integration-keys/keys/making/create"],
  ["lib/platform", "@/lib/kernel/context"],
  ["lib/verification", "@/lib/kernel/database"],
  ["lib/verification", "@/lib/integration-keys/keys/reading/list"],
  ["gate", "@/lib/kernel/change"],
  ["gate", "@/db/client"],
  ["gate", "@/lib/integration-keys/keys/reading/list"],
  ["db/schema", "@/lib/kernel/context"],
  ["db", "@/lib/integration-keys/keys/reading/list"],
  ["db/seed", "@/lib/kernel/change"],
  // A folder's name says nothing where it stands inside of another layer.
  ["lib/domain/keys", "zod"],
  ["lib/domain/verdict", "@/db/schema/users"],
  ["lib/domain/route-table", "node:crypto"],
  ["lib/domain/people", "@/lib/platform/ids"],
  ["lib/domain/record", "@/lib/contracts/problem"],
  ["lib/domain/app", "zod"],
  ["lib/domain/testing", "@/lib/kernel/change"],
  ["lib/contracts/db", "@/db/schema/users"],
  ["lib/addresses/bin", "@/lib/queries/request"],
  ["lib/domain/format", "@/lib/platform/ids"],
  ["lib/kernel/gate", "@/lib/integration-keys/keys/making/create"],
  ["lib/verification/bench", "@/lib/kernel/database"],
  ["lib/integration-keys/e2e", "@/lib/members/list"],
  ["components/ui/app", "@/db/schema/users"],
  ["components/members/testing", "@/components/support/case/case-decision"],
  ["gate/db", "@/lib/kernel/change"],
  ["gate/checks", "@/lib/kernel/change"],
  ["gate/checks", "@/db/client"],
  ["gate/http", "@/lib/http/handler"],
  ["gate/own-api", "@/lib/integration-keys/keys/reading/list"],
  ["gate/process", "@/lib/kernel/database"],
  ["lib/verification/lookup", "@/lib/kernel/database"],
  ["lib/verification/record", "@/lib/integration-keys/keys/reading/list"],
  ["lib/verification/statement", "@/lib/http/handler"],
  // What is published stands alone.
  ["clients/node/src", "@/lib/domain/keys/scopes"],
  ["clients/node/src", "@/lib/contracts/gate/gate"],
  ["clients/node/src", "@/gate/checks/credential"],
  ["examples/agents", "@/lib/domain/keys/scopes"],
  ["gate", "@/examples/agents/server"],
  ["gate", "@/clients/node/src/verifier"],
  ["lib/verification", "@/clients/node/src/verifier"],
  ["gate/testing", "@/lib/kernel/change"],
  ["gate/testing", "@/db/client"],
];
const RIGHT: [file: string, importsOf: string][] = [
  ["lib/integration-keys", "@/lib/kernel/change"],
  ["lib/integration-keys/revocations", "@/lib/integration-keys/keys/lock"],
  ["lib/members", "@/lib/row-state/key-status"],
  ["lib/row-state", "@/db/schema/integration-keys"],
  ["lib/kernel", "@/db/client"],
  ["components/ui", "@/lib/domain/format/dates"],
  ["gate", "@/lib/domain/format/numbers"],
  ["app/api", "@/lib/http/handler"],
  ["components/integration-keys", "@/lib/queries/request"],
  ["components/integration-keys/rows", "@/components/integration-keys/list/row/key-row"],
  ["lib/integration-keys/rows", "@/lib/integration-keys/keys/reading/list"],
  ["gate/testing", "@/db/testing/free-port"],
];
/** What only few may import, where others might reach for it: a link that shows nothing, a write without a record. */
const RESTRICTED: [file: string, importsOf: string][] = [
  ["app", "next/link"],
  ["components/ui", "next/link"],
  ["components/frame", "next/link"],
  ["components/a-feature/deep", "next/link"],
  ["lib/accounts", "@/lib/kernel/unrecorded"],
  ["lib/integration-keys/keys", "@/lib/kernel/unrecorded"],
  ["lib/members/deep", "@/lib/kernel/transaction"],
];
/** What writes a number or a date in a way of its own. */
const FORMATTED: [file: string, text: string][] = [
  ["components/ui", "new Intl.NumberFormat().format(1)"],
  ["lib/domain", 'new Intl.DateTimeFormat("en").format(0)'],
  ["lib/integration-keys/deep", "new Date(0).toLocaleDateString()"],
  ["bin", "(1).toLocaleString()"],
  ["app", "(1).toFixed(2)"],
];
const fileOf = (folder: string, index: number) => join(folder, `${NAME}-${index}.ts`);
const planted = [...WRONG, ...RIGHT, ...RESTRICTED].map(([folder, source], index) => ({
  file: fileOf(folder, index),
  source,
}));
const formatted = FORMATTED.map(([folder], index) => ({ file: join(folder, `${NAME}-format-${index}.ts`) }));
const tree = mkdtempSync(join(tmpdir(), "countersign-boundaries-"));
let report: string;

/** The linter's report on these files; it ends with an error code when it finds something. */
function lint(files: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const program = join(ROOT, "node_modules", ".bin", "oxlint");
    execFile(
      program,
      ["--format=unix", ...files],
      { cwd: tree, maxBuffer: 10_000_000 },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

beforeAll(async () => {
  for (const name of [...LAYERS, ".oxlintrc.json", "package.json", "tsconfig.json"]) {
    cpSync(join(ROOT, name), join(tree, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  for (const { file, source } of planted) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `import * as planted from "${source}";\nexport const used = planted;\n`);
  }
  for (const [index, { file }] of formatted.entries()) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `export const used = ${FORMATTED[index]?.[1] ?? ""};\n`);
  }
  report = await lint([...planted, ...formatted].map(({ file }) => file));
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

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

it.each(
  RESTRICTED.map(([folder, source], index) => [folder, source, WRONG.length + RIGHT.length + index] as const),
)("%s may not import %s, which has a list of who may", (folder, _, index) => {
  const file = fileOf(folder, index);
  const refused = report.split("\n").filter((line) => line.startsWith(`${file}:`));
  expect(refused.filter((line) => line.includes("no-restricted-imports"))).toHaveLength(1);
});

it.each(FORMATTED.map(([folder, text], index) => [folder, text, index] as const))(
  "%s may not format with %s past lib/domain/format",
  (_, _text, index) => {
    const file = formatted[index]?.file ?? "";
    const refused = report.split("\n").filter((line) => line.startsWith(`${file}:`));
    expect(refused.filter((line) => /no-restricted-(globals|properties)/.test(line))).toHaveLength(1);
  },
);

it("leaves no folder of code outside of the layers", () => {
  const ignored = new Set(["node_modules", "public", "docs"]);
  const withCode = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !ignored.has(entry.name))
    .filter(({ name }) =>
      readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" }).some((file) =>
        /\.tsx?$/.test(file),
      ),
    )
    .map((entry) => entry.name);
  expect(withCode.filter((name) => !LAYERS.includes(name))).toEqual([]);
});
