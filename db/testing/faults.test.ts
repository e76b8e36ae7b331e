import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";

import { testDatabase } from "./database";
import { faultyDatabase, PlantedFault, type FaultyDatabase } from "./faults";

const database = testDatabase();
let faulty: FaultyDatabase;
beforeAll(() => {
  faulty = faultyDatabase(database.url);
});
afterAll(() => faulty.close());

const one = () => faulty.db.execute(sql`select 1 as one`);

it.each(["before", "after"] as const)(
  "a fault %s a statement outside of any transaction is what the reader gets, and the next one is answered",
  async (kind) => {
    faulty.failAt(2, kind);
    expect((await one()).rows).toEqual([{ one: 1 }]);
    await expect(one()).rejects.toMatchObject({ cause: expect.any(PlantedFault) });
    expect((await one()).rows).toEqual([{ one: 1 }]);
    expect(faulty.sent()).toHaveLength(3);
  },
);

it("a fault within a transaction takes all of it back", async () => {
  faulty.failAt(3, "before");
  await expect(
    faulty.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      await tx.execute(sql`select 2`);
    }),
  ).rejects.toThrow();
  expect((await one()).rows).toEqual([{ one: 1 }]);
});
