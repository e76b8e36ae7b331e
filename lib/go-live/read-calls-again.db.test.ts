/** A board that asks once a second: it sees what a whole reading sees, and reads the newest calls alone. */
import { beforeAll, describe, expect, it, vi } from "vitest";

import { createDayPartitions } from "@/db/day-partitions";
import { testDatabase } from "@/db/testing/database";
import { makeTenant, type Tenant } from "@/db/testing/tenant";

import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { readKeyCalls } from "./reading/read-calls";
import { NEWEST_CALLS, readCallsAgain } from "./read-calls-again";

const database = testDatabase(useDatabase);
/** Noon of today: days are made up to two weeks from today, and from a day of the past it would be ever more of them. */
const NOW = new Date(new Date().setUTCHours(12, 0, 0, 0));
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

let tenant: Tenant<"dev">;
beforeAll(async () => {
  tenant = await makeTenant(database.db, { dev: "developer" }, { environment: "sandbox" });
  const client = await database.owner.connect();
  await createDayPartitions(client, at(-86_400));
  client.release();
});

/** Calls that poll one path, so that however many there are do not suffice, a second apart and up to an instant. */
async function addCalls(keyId: string, count: number, until: Date, method = "GET"): Promise<void> {
  await database.owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     select gen_random_uuid(), $3::timestamptz - (n - 1) * interval '1 second', $1, $2, $2, $4, '/', 'allowed', '{}'
     from generate_series(1, $5::int) as n`,
    [tenant.account.id, keyId, until, method, count],
  );
}

/** What a reading says, and how many calls it had from the database. */
async function readAgain(keyId: string, now: Date) {
  const sent = vi.spyOn(database.db.$client, "query");
  const reading = await readCallsAgain(database.db, tenant.account.id, keyId, now);
  const answers: unknown[] = await Promise.all(sent.mock.results.map(({ value }): unknown => value));
  sent.mockRestore();
  const rows = answers.map((answer) => JSON.stringify(answer).match(/"GET"|"POST"/g)?.length ?? 0);
  return { reading, rows: rows.reduce((sum, each) => sum + each, 0) };
}
const whole = (keyId: string, now: Date) => readKeyCalls(database.db, tenant.account.id, keyId, now);

describe("of a key with 9,000 calls that do not suffice", () => {
  it("the first look reads them all, and each one after it the newest, and says the same as all", async () => {
    const keyId = newId();
    await addCalls(keyId, 9_000, NOW);
    const first = await readAgain(keyId, NOW);
    expect(first.rows).toBe(9_000);
    for (let second = 1; second <= 5; second += 1) {
      await addCalls(keyId, 30, at(second), second === 3 ? "POST" : "GET");
      const { rows, reading } = await readAgain(keyId, at(second));
      expect(rows).toBe(NEWEST_CALLS);
      expect(reading).toEqual(await whole(keyId, at(second)));
    }
  });

  it("all is read anew where more came than is looked at, and after half a minute", async () => {
    const keyId = newId();
    await addCalls(keyId, 1_000, NOW);
    await readAgain(keyId, NOW);
    await addCalls(keyId, NEWEST_CALLS + 1, at(300));
    expect((await readAgain(keyId, at(1))).reading).toEqual(await whole(keyId, at(1)));
    expect((await readAgain(keyId, at(2))).rows).toBe(NEWEST_CALLS);
    expect((await readAgain(keyId, at(31))).rows).toBe(1_000 + NEWEST_CALLS + 1);
    // A clock that was set back.
    expect((await readAgain(keyId, at(3))).rows).toBe(1_000 + NEWEST_CALLS + 1);
  });

  it("an outcome of one of the newest is seen at once, of an older one within half a minute", async () => {
    const keyId = newId();
    await addCalls(keyId, 1_000, NOW, "POST");
    await readAgain(keyId, NOW);
    const report = (nth: number) =>
      database.owner.query(
        `update calls set outcome_status = 500 where key_id = $1 and at = (
           select at from calls where key_id = $1 order by at desc offset $2 limit 1)`,
        [keyId, nth],
      );
    await report(10);
    await report(900);
    const failed = ({ reading }: Awaited<ReturnType<typeof readAgain>>) =>
      reading.calls.filter(({ reason }) => reason === "failed").length;
    expect(failed(await readAgain(keyId, at(1)))).toBe(1);
    expect(failed(await readAgain(keyId, at(31)))).toBe(2);
  });
});

it("a key without calls, and its first one, are seen at once", async () => {
  const keyId = newId();
  expect((await readAgain(keyId, NOW)).reading.calls).toHaveLength(0);
  await addCalls(keyId, 1, at(1), "POST");
  expect((await readAgain(keyId, at(1))).reading).toEqual(await whole(keyId, at(1)));
});

it("keys that were not asked for longest are forgotten, and nothing of one is another's", async () => {
  const keyId = newId();
  await addCalls(keyId, 300, NOW, "POST");
  await readAgain(keyId, NOW);
  for (let nth = 0; nth < 16; nth += 1) {
    expect((await readAgain(newId(), NOW)).reading.calls).toHaveLength(0);
  }
  expect((await readAgain(keyId, NOW)).rows).toBe(300);
});
