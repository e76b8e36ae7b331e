import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { isBuilt, writeStamp } from "./build-stamp.mjs";

const SOURCES = ["bin/build.ts", "a.ts"];
const STAMP = "stamp";
const folder = mkdtempSync(join(tmpdir(), "countersign-stamp-"));
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

beforeAll(() => {
  mkdirSync(join(folder, "bin"));
  for (const file of SOURCES) write(file, "");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a build is of these sources until one of them is another", () => {
  expect(isBuilt(folder, STAMP)).toBe(false);
  writeStamp(folder, STAMP, SOURCES);
  expect(isBuilt(folder, STAMP)).toBe(true);
  expect(isBuilt(folder, STAMP, () => [...SOURCES, "b.ts"])).toBe(false);
  write("a.ts", "changed");
  expect(isBuilt(folder, STAMP)).toBe(false);
});

it("a build of the first release, whose stamp is a hash alone, is of other sources", () => {
  write(STAMP, "b16a851ac6ed58bd920d875c565428bf932f26db533a46ae2bd4e5d032e2a7f6");
  expect(isBuilt(folder, STAMP)).toBe(false);
});
