import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";

import { PROJECT_FOLDER } from "../../lib/platform/programs";
import { isBuilt, PROGRAMS_STAMP, writeStamp } from "./build-stamp.mjs";

/** What runs without `tsx`: each becomes one file, at the same place below `dist`. */
const PROGRAMS = [
  "bin/admin.ts",
  "bin/audit-verify.ts",
  "bin/receipt-verify.ts",
  "bin/embedded-database.ts",
  "bin/follow-parent.ts",
  "bin/jobs.ts",
  "bin/migrate.ts",
  "bin/run-one.ts",
  "bin/seed-many.ts",
  "bin/start.ts",
  "bin/web.ts",
  "gate/main.ts",
];

/**
 * Packages that stay in `node_modules`: native ones, those that read files beside them, and those in CommonJS, which need
 * more than an ES module has. All others become part of the programs that use them.
 */
const EXTERNAL = [
  "@electric-sql/pglite",
  "@node-rs/argon2",
  "geist",
  "next",
  "nodemailer",
  "pg",
  "pino",
  "prom-client",
  "swagger-ui-dist",
  "yaml",
];

/** What a build depends on beside the sources themselves. */
const BESIDE = ["bin/build/build-programs.ts", "package-lock.json", "tsconfig.json"];

/**
 * Of a package's code a trace names the file and no line: Node.js 24 reads the whole map as it loads a program, and with
 * the lines of packages that takes 20 MiB more.
 */
const packagesWithoutLines: Plugin = {
  name: "packages without lines",
  setup(building) {
    building.onLoad({ filter: /\/node_modules\/.*\.[cm]?js$/ }, ({ path }) => {
      // One mapping, from the first character to the first character.
      const map = JSON.stringify({ version: 3, sources: [basename(path)], mappings: "AAAA" });
      const url = `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
      return { contents: `${readFileSync(path, "utf8")}\n//# sourceMappingURL=${url}`, loader: "js" };
    });
  },
};

/** Builds every program of ours for plain node, unless the last build was made from these very sources. */
export async function buildPrograms(): Promise<void> {
  if (isBuilt(PROJECT_FOLDER, PROGRAMS_STAMP)) return;
  console.log("Building the programs: once after each change, some seconds.");
  const { outputFiles, metafile } = await build({
    absWorkingDir: PROJECT_FOLDER,
    entryPoints: PROGRAMS,
    outbase: ".",
    outdir: "dist",
    external: EXTERNAL,
    plugins: [packagesWithoutLines],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.12",
    sourcemap: "linked",
    // Positions are enough for a trace, and an image has no sources.
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  rmSync(join(PROJECT_FOLDER, PROGRAMS_STAMP), { force: true });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  const sources = Object.keys(metafile.inputs).filter((path) => !path.startsWith("node_modules/"));
  writeStamp(PROJECT_FOLDER, PROGRAMS_STAMP, [...BESIDE, ...sources.toSorted()]);
}

/** Another process that starts meanwhile reads the file of before or this one, and never half of it. */
function writeWhole(path: string, contents: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}
