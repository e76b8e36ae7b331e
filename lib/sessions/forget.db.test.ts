import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { forgetSessions } from "./forget";

const database = testDatabase(useDatabase);

async function makeSessions(userId: string, count: number, endedDaysAgo: number): Promise<void> {
  await database.owner.query(
    `insert into sessions (id_hash, public_id, user_id, created_at, last_seen_at, expires_at)
     select $1 || n, gen_random_uuid(), $2, now() - interval '60 days', now() - interval '60 days',
       now() - make_interval(days => $3) from generate_series(1, $4::int) n`,
    [newId(), userId, endedDaysAgo, count],
  );
}

it("deletes the sessions that ended more than a week ago and no others, by several at once and again", async () => {
  const { people } = await makeTenant(database.db, { ada: "admin" });
  const never = new AbortController().signal;
  await makeSessions(people.ada.id, 25, 8);
  await makeSessions(people.ada.id, 3, 6);
  await makeSessions(people.ada.id, 2, -1);
  const deleted = await Promise.all([1, 2, 3].map(() => forgetSessions(never, 4)));
  deleted.push(await forgetSessions(never, 4));
  expect(deleted.reduce((sum, some) => sum + some, 0)).toBe(25);
  expect(await forgetSessions()).toBe(0);
  const { rows } = await database.owner.query("select count(*)::int as kept from sessions");
  expect(rows).toEqual([{ kept: 5 }]);
});

it("deletes nothing once it is told to end", async () => {
  const { people } = await makeTenant(database.db, { ada: "admin" });
  await makeSessions(people.ada.id, 1, 8);
  expect(await forgetSessions(AbortSignal.abort())).toBe(0);
  expect(await forgetSessions()).toBe(1);
});
