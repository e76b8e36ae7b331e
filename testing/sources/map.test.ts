/** The map and the decisions are true: the folders and files that they name are there, the guards of decisions among them. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

import { filesIn, foldersOf, sectionsWithoutGuard } from "./map";

const ROOT = join(import.meta.dirname, "..", "..");
const MAP = "ARCHITECTURE.md";
const MAP_BYTES = 8_192;
/** Folders whose own folders are on the map too, one by one. */
const OPENED = ["components", "db", "gate", "lib"];
/** Folders whose README files tell decisions; others tell how to use what is there. */
const DECIDING = ["app", "bin", ...OPENED, "testing"];
const IGNORED = readFileSync(join(ROOT, ".gitignore"), "utf8")
  .split("\n")
  .filter((line) => line.endsWith("/"))
  .map((line) => line.slice(0, -1));

const textOf = (file: string) => readFileSync(join(ROOT, file), "utf8");

function foldersIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !IGNORED.includes(entry.name))
    .map((entry) => join(folder, entry.name));
}

const decisions = DECIDING.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith("/README.md")),
);

/** The files that a text names and that are neither there, seen from the project's folder, nor seen from the text's own. */
function missingIn(file: string): string[] {
  return filesIn(textOf(file)).filter(
    (named) => !existsSync(join(ROOT, named)) && !existsSync(join(ROOT, dirname(file), named)),
  );
}

describe("the map", () => {
  it(`is at most ${MAP_BYTES} bytes, so that it is read at once`, () => {
    expect(statSync(join(ROOT, MAP)).size).toBeLessThanOrEqual(MAP_BYTES);
  });

  it("names every folder that there is, once, and no other", () => {
    const there = ["", ...OPENED].flatMap(foldersIn);
    const named = foldersOf(textOf(MAP)).map(({ folder }) => folder);
    expect(named.toSorted()).toEqual(there.toSorted());
  });

  it("marks the folders that have a README, and no others", () => {
    const wrong = foldersOf(textOf(MAP)).filter(
      ({ folder, isMarked }) => isMarked !== existsSync(join(ROOT, folder, "README.md")),
    );
    expect(wrong).toEqual([]);
  });
});

describe("a decision", () => {
  it.each(decisions)("of %s names the tests that guard it", (file) => {
    expect(sectionsWithoutGuard(textOf(file))).toEqual([]);
  });

  it("without a guard, or with one that is no test, is found", () => {
    const readme =
      "# A\n\n## B\n\nx\n\nGuard: `a.test.ts`, `e2e/b.spec.ts`\n\n## C\n\n`c.test.ts`\n\n## D\n\nGuard: `d.ts`\n";
    expect(sectionsWithoutGuard(readme)).toEqual(["C", "D"]);
  });
});

describe("a file that is named", () => {
  it.each([MAP, "CONTRIBUTING.md", "SECURITY.md", ...decisions])("in %s is there", (file) => {
    expect(missingIn(file)).toEqual([]);
  });

  it("is read from what stands as code", () => {
    expect(filesIn("as `lib/a.ts` and `b.test.tsx`, not c.ts, `*.test.ts` or `npm start`")).toEqual([
      "lib/a.ts",
      "b.test.tsx",
    ]);
  });
});
