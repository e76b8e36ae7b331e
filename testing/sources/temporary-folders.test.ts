import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const SOURCES = ["bench", "bin", "db", "e2e", "gate", "lib", "testing", "playwright.config.ts"];

/** Where the folder goes is said elsewhere. */
const REMOVED_BY: Readonly<Record<string, string>> = { "playwright.config.ts": "e2e/server/serve.ts" };

function filesOf(source: string): string[] {
  if (source.endsWith(".ts")) return [source];
  return readdirSync(join(ROOT, source), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(source, name));
}

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

it("of whatever makes one in the system's folder is removed by it", () => {
  const makers = SOURCES.flatMap(filesOf).filter((file) => /\bmkdtemp(?:Sync)?\(/.test(read(file)));
  expect(makers.length).toBeGreaterThan(10);
  const careless = makers.filter(
    (file) => !/\brm(?:Sync)?\([^)]*recursive/.test(read(REMOVED_BY[file] ?? file)),
  );
  expect(careless).toEqual([]);
});
