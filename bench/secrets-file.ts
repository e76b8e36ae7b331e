import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { benchSecret } from "./secrets";

/** How uneven keys are used: the n-th most used one comes with a weight of n to the power of minus this. */
const ZIPF_EXPONENT = 1.1;
const ZIPF_LINES = 1_000_000;
const LINES_PER_WRITE = 10_000;

/** A file with the secrets of keys 0 to `count` - 1, one per line. Made once per machine and count. */
export function secretsFile(count: number): string {
  return fileOf(`secrets-${count}.txt`, count, benchSecret);
}

/**
 * A file with the secrets of keys 0 to `count` - 1 as often as a few customers and a long tail would use them (Zipf), so that
 * a random line is a random request.
 */
export function zipfFile(count: number): string {
  const until: number[] = [];
  let sum = 0;
  for (let n = 1; n <= count; n += 1) until.push((sum += n ** -ZIPF_EXPONENT));
  const secrets = new Map<number, string>();
  return fileOf(`secrets-zipf-${count}.txt`, ZIPF_LINES, (line) => {
    // Evenly through the distribution: the file is the same each time.
    const key = placeOf(until, ((line + 0.5) / ZIPF_LINES) * sum);
    const secret = secrets.get(key) ?? benchSecret(key);
    if (secrets.size < LINES_PER_WRITE) secrets.set(key, secret);
    return secret;
  });
}

/** The first place whose value is at least this. */
function placeOf(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A file with so many secrets. Made once per machine and name. */
function fileOf(name: string, count: number, secretOf: (line: number) => string): string {
  const directory = join(tmpdir(), "countersign-bench");
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name);
  const bytes = count * (benchSecret(0).length + 1);
  if (existsSync(path) && statSync(path).size === bytes) return path;
  const file = openSync(path, "w");
  for (let first = 0; first < count; first += LINES_PER_WRITE) {
    const length = Math.min(LINES_PER_WRITE, count - first);
    writeSync(file, Array.from({ length }, (_, index) => `${secretOf(first + index)}\n`).join(""));
  }
  closeSync(file);
  return path;
}
