import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { pathOf, UNZIP } from "@/testing/programs/programs";
import { unzip } from "@/testing/programs/unzip";

import { zipOf, type ZipEntry } from "./zip";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-zip-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function written(entries: readonly ZipEntry[]): Promise<string> {
  async function* each() {
    for (const entry of entries) yield Promise.resolve(entry);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of zipOf(each())) pieces.push(piece);
  const file = join(folder, `${entries.length}.zip`);
  writeFileSync(file, Buffer.concat(pieces));
  return file;
}

const at = new Date("2026-11-29T23:00:02Z");

describe("a ZIP archive", () => {
  it("is sound to unzip, with every text as it was, in its order and with its time", async () => {
    const texts = ["", "one\n", "Zürich, 契約\n", "long ".repeat(20_000)];
    const file = await written(texts.map((text, n) => ({ name: `0${n}_a.txt`, text, at })));
    expect(unzip("-t", file)).toContain(`No errors detected in compressed data`);
    for (const [n, text] of texts.entries()) expect(unzip("-p", file, `0${n}_a.txt`)).toBe(text);
    const list = unzip("-Z1", file).trim().split("\n");
    expect(list).toEqual(["00_a.txt", "01_a.txt", "02_a.txt", "03_a.txt"]);
    expect(unzip("-l", file)).toContain("2026-11-29 23:00");
  });

  it("without entries is one all the same", async () => {
    const file = await written([]);
    const { stderr, stdout } = spawnSync(pathOf(UNZIP), ["-t", file], { encoding: "utf8" });
    expect(stdout + stderr).toContain("zipfile is empty");
  });
});
