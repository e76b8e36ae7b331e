import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

import { persistedSecret } from "./auth-secret";

const folder = mkdtempSync(join(tmpdir(), "countersign-secret-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("is made once, for its owner's eyes, and is the same from then on", () => {
  const directory = mkdtempSync(join(folder, "new-"));
  const secret = persistedSecret(directory);
  expect(secret).toMatch(/^[\w-]{64}$/);
  expect(persistedSecret(directory)).toBe(secret);
  expect(readdirSync(directory)).toEqual(["auth-secret"]);
  expect(readFileSync(join(directory, "auth-secret"), "utf8")).toBe(secret);
});

it.each([
  ["empty", ""],
  ["empty", "\n"],
  ["cut off", "abc"],
])("is refused by its file's name where that is %s", (what, content) => {
  const directory = mkdtempSync(join(folder, "damaged-"));
  const path = join(directory, "auth-secret");
  writeFileSync(path, content);
  expect(() => persistedSecret(directory)).toThrow(`${path} is ${what}.`);
  expect(readFileSync(path, "utf8")).toBe(content);
});
