import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

import { uuid } from "./uuid";

const ROOT = join(import.meta.dirname, "..", "..", "..");

it("an id is one whichever way it is typed: records hash it, and locks are ordered by it, as text", () => {
  const id = "01A2175D-D4E5-734D-88D4-0F5DCD601A92";
  expect(uuid().parse(id)).toBe(id.toLowerCase());
  expect(uuid().safeParse(`${id}0`).success).toBe(false);
});

it("no input reads an id otherwise", () => {
  const files = ["app", "bin", "gate", "lib"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  );
  const own = join("lib", "contracts", "fields", "uuid.ts");
  const others = files.filter(
    (file) => file !== own && readFileSync(join(ROOT, file), "utf8").includes("z.uuid("),
  );
  expect(others).toEqual([]);
});
