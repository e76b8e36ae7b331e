/** No answer has the validator's words in it, whatever is sent in the place of whatever field. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";

import { readInput } from "./field-errors";

const CONTRACTS = join(import.meta.dirname, "..");

const WRONG: readonly unknown[] = [
  undefined,
  null,
  -1,
  0.5,
  1e30,
  Number.NaN,
  true,
  "",
  "wrong",
  "x".repeat(3_000),
  [],
  [null],
  [{}],
  Array.from({ length: 60 }, (_, index) => index),
  Array.from({ length: 60 }, (_, index) => `t${index}`),
  {},
  { wrong: [] },
  new Date(Number.NaN),
  1n,
];

const THEIRS =
  /Invalid (?:input|option|type)|expected (?:a|an|one|string|number|int|boolean|array|object|date)\b|received|^Too (?:small|big)|Unrecognized/;

async function contracts(): Promise<[string, z.ZodType][]> {
  const names = await readdir(CONTRACTS, { recursive: true });
  const found: [string, z.ZodType][] = [];
  for (const name of names.filter((one) => one.endsWith(".ts") && !one.endsWith(".test.ts"))) {
    const contract = (await import(join(CONTRACTS, name))) as Record<string, unknown>;
    for (const [exported, value] of Object.entries(contract)) {
      if (value instanceof z.ZodType) found.push([`${name} ${exported}`, value]);
    }
  }
  return found;
}

/** Every wrong value for the whole, and in the place of all of its fields: each has its own fault. */
function inputsOf(schema: z.ZodType): unknown[] {
  if (!(schema instanceof z.ZodObject)) return [...WRONG];
  const fields = Object.keys(schema.shape);
  return [...WRONG, ...WRONG.map((value) => Object.fromEntries(fields.map((field) => [field, value])))];
}

it("says in words of ours what is wrong with every field of every contract", async () => {
  const all = await contracts();
  expect(all.length).toBeGreaterThan(40);
  const codes = new Set<string>();
  const details = new Map<string, string>();
  for (const [name, schema] of all) {
    for (const input of inputsOf(schema)) {
      const reading = readInput(schema, input);
      if (reading.ok) continue;
      for (const { code, detail } of reading.errors) {
        codes.add(code);
        details.set(detail, name);
      }
    }
  }
  expect([...details].filter(([detail]) => detail === "" || THEIRS.test(detail))).toEqual([]);
  expect(codes).not.toContain("invalid_union");
  expect(codes.size).toBeGreaterThan(5);
});
