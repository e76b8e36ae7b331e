import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { benchSecret } from "./secrets";

const LINES_PER_WRITE = 10_000;

/** A file with the secrets of keys 0 to `count` - 1, one per line. Made once per machine and count. */
export function secretsFile(count: number): string {
  const directory = join(tmpdir(), "countersign-bench");
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `secrets-${count}.txt`);
  const bytes = count * (benchSecret(0).length + 1);
  if (existsSync(path) && statSync(path).size === bytes) return path;
  const file = openSync(path, "w");
  for (let first = 0; first < count; first += LINES_PER_WRITE) {
    const length = Math.min(LINES_PER_WRITE, count - first);
    writeSync(file, Array.from({ length }, (_, index) => `${benchSecret(first + index)}\n`).join(""));
  }
  closeSync(file);
  return path;
}
