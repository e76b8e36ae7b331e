/** What a review answers by while calls come in and fall out of what is looked at: by one instant, that of its own reading. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { untilSomebodyWaits } from "@/db/testing/waiting";
import { stepsOn } from "@/testing/way-steps";

import { DAY_MS } from "../domain/time/durations";
import { useDatabase } from "../kernel/database";
import { READINESS_DAYS } from "./reading/read-calls";

const database = testDatabase(useDatabase);
const { arrange, review, see } = stepsOn(database);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "calls"));
afterEach(() => void vi.unstubAllEnvs());

type Way = Awaited<ReturnType<typeof arrange>>;

/** So many calls that count, one a minute, of which the oldest was so long ago by the database's clock. */
async function callWell(way: Way, calls: number, oldestAgoMs: number) {
  await database.owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     select gen_random_uuid(), clock_timestamp() - make_interval(secs => $3) + n * interval '1 minute', $1, $2, $2, 'POST', '/', 'allowed', '{}'
     from generate_series(0, $4::int - 1) as n`,
    [way.sandbox.account.id, way.key.id, oldestAgoMs / 1_000, calls],
  );
}

/** Has a review wait for the account, and something happen in between. */
async function reviewAfter(way: Way, between: () => Promise<unknown>) {
  const client = await database.owner.connect();
  try {
    await client.query("begin");
    await client.query("select 1 from accounts where id = $1 for update", [way.sandbox.account.id]);
    const answered = review(way);
    await untilSomebodyWaits(database.owner, 1, answered);
    await between();
    await client.query("commit");
    await answered;
  } finally {
    client.release();
  }
  return see(way);
}

it("a call that comes while a review waits counts in it", async () => {
  const way = await arrange();
  await callWell(way, 19, DAY_MS / 2);
  const { state, review: seen } = await reviewAfter(way, () => callWell(way, 1, 1_000));
  expect(state).toBe("review_passed");
  expect(seen?.findings).toEqual([]);
});

it("a call that falls out of what is looked at while a review waits does not, and the answer says how many are left", async () => {
  const way = await arrange();
  const LEFT_MS = 400;
  await callWell(way, 20, READINESS_DAYS * DAY_MS - LEFT_MS);
  expect((await see(way)).window.count).toBe(20);
  const { state, review: seen } = await reviewAfter(way, () =>
    database.owner.query("select pg_sleep($1)", [LEFT_MS / 1_000]),
  );
  expect(state).toBe("review_failed");
  expect(seen?.findings).toMatchObject([
    { code: "not_enough_calls", detail: expect.stringContaining("19 of 20 calls") },
  ]);
});

it("a review that was answered stays as it was answered, whatever leaves the window afterwards", async () => {
  const way = await arrange();
  await callWell(way, 20, DAY_MS / 2);
  await review(way);
  await database.owner.query("delete from calls where key_id = $1", [way.key.id]);
  expect(await see(way)).toMatchObject({ state: "review_passed", window: { count: 0 } });
});
