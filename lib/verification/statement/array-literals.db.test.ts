import * as fc from "fast-check";
import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";

import { byteArray, instantArray, plainArray, textArray } from "./array-literals";

const database = testDatabase();

async function readBack(literal: string, type: string): Promise<unknown> {
  const { rows } = await database.owner.query<{ value: unknown }>(`select $1::${type} as value`, [literal]);
  return rows[0]?.value;
}

it("PostgreSQL reads every array of texts as it was written", async () => {
  // PostgreSQL's texts hold everything but U+0000.
  const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\u0000", "").toWellFormed());
  const special = fc.constantFrom(
    "NULL",
    "null",
    "",
    " ",
    "{",
    "}",
    ",",
    '"',
    "\\",
    '\\"',
    "a,b",
    "'",
    "{NULL}",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.oneof(text, special))), async (values) => {
      expect(await readBack(textArray(values), "text[]")).toEqual(values);
    }),
    { numRuns: 60 },
  );
  // Dozens of round trips, on a machine that may be busy with other things.
}, 30_000);

it("PostgreSQL reads arrays of numbers, codes and instants as they were written", async () => {
  expect(await readBack(plainArray([1, null, 3]), "int[]")).toEqual([1, null, 3]);
  expect(await readBack(plainArray(["allowed", "revoked_key"]), "text[]")).toEqual([
    "allowed",
    "revoked_key",
  ]);
  const at = new Date("2026-03-01T12:00:00.123Z");
  const instants = [at, at, null, new Date(0), at];
  expect(await readBack(instantArray(instants), "timestamptz[]")).toEqual(instants);
  expect(await readBack(plainArray([]), "uuid[]")).toEqual([]);
});

it("PostgreSQL reads every array of bytes as it was written", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), async (values) => {
      const bytes = values.map((value) => Buffer.from(value));
      expect(await readBack(byteArray(bytes.map((value) => value.toString("hex"))), "bytea[]")).toEqual(
        bytes,
      );
    }),
  );
});
