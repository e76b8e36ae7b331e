import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { PROJECT_FOLDER } from "../../lib/platform/programs";
import { isBuilt, writeStamp } from "./build-stamp.mjs";

const STAMP = join(".next", "countersign-build");
/** Everything that ends up in the web build. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "db",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

function filesBelow(path: string): string[] {
  const absolute = join(PROJECT_FOLDER, path);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute)
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
}

const sources = (): string[] => SOURCES.flatMap(filesBelow).filter((file) => !/\.test\.tsx?$/.test(file));

/** Whether the console was built, from these very sources. */
export function isConsoleBuilt(): boolean {
  return isBuilt(PROJECT_FOLDER, STAMP, sources);
}

/** Builds the console, unless the last build was made from these very sources. @returns whether it is built now */
export async function buildConsole(): Promise<boolean> {
  if (isConsoleBuilt()) return true;
  console.log("Building the console: once after each change, about a minute.");
  const files = sources();
  const child = spawn(process.execPath, [join(PROJECT_FOLDER, "node_modules/next/dist/bin/next"), "build"], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: "inherit",
  });
  process.once("SIGTERM", () => child.kill("SIGTERM"));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) return false;
  writeStamp(PROJECT_FOLDER, STAMP, files);
  return true;
}
