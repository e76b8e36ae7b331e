/** The demo shows the same whenever it is made: at midnight, on the hour, and a millisecond before. */
import { expect, it } from "vitest";

import { readKeyCalls } from "../../lib/go-live/reading/read-calls";
import { testDatabase } from "../testing/database";
import { seedDemo } from "./demo";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const startOf = (unitMs: number) => Math.floor(Date.now() / unitMs) * unitMs;

const MOMENTS = [
  ["at midnight", startOf(DAY_MS)],
  ["a millisecond before midnight", startOf(DAY_MS) - 1],
  ["on the hour", startOf(HOUR_MS)],
].map(([name, at]) => ({ name: String(name), now: new Date(Number(at)), database: testDatabase() }));

it.each(MOMENTS)(
  "made $name, each app of Go Live has the calls that its way tells of",
  { timeout: 60_000 },
  async ({ now, database }) => {
    expect(await seedDemo(database.owner, now)).toBe(true);
    const { rows } = await database.owner.query<{ id: string; accountId: string; name: string }>(
      `select id, account_id as "accountId", name from integration_keys
       where environment = 'sandbox' and name in ('Contract import', 'Signing portal') order by name`,
    );
    const told = [];
    for (const { id, accountId, name } of rows) {
      const { window, violations } = await readKeyCalls(database.db, accountId, id, now);
      told.push([name, window.count, violations.map(({ rule }) => rule).join()]);
    }
    expect(told).toEqual([
      ["Contract import", 14, "polling"],
      ["Signing portal", 24, ""],
    ]);
  },
);
