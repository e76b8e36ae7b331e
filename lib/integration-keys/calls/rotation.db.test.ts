import { expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { DAY_MS } from "../../domain/time/durations";
import { useDatabase } from "../../kernel/database";
import { newCallId } from "../../platform/ids";
import { recordAtLimit } from "../../verification/record/record-at-limit";
import { readRotation } from "./rotation";

const database = testDatabase(useDatabase);
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

/** A key that was replaced three days ago by one that was replaced a day ago. */
async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const make = () => makeKey(database.db, tenant.account, tenant.people.ada.id);
  const keys = { old: await make(), later: await make(), newest: await make() };
  for (const [key, replaced, days] of [
    [keys.later, keys.old, 3],
    [keys.newest, keys.later, 1],
  ] as const) {
    await database.owner.query(
      "update integration_keys set replaces_key_id = $2, created_at = $3 where id = $1",
      [key.id, replaced.id, ago(days * DAY_MS)],
    );
  }
  const call = (key: TestKey, at: Date, code: "allowed" | "insufficient_scope" = "allowed") =>
    recordAtLimit({ pool: database.db.$client, hasPreparedStatements: true }, [
      {
        id: newCallId(at),
        at,
        accountId: tenant.account.id,
        keyId: key.id,
        credentialId: key.credentialId,
        userId: key.userId,
        method: "GET",
        path: "/",
        code,
        scopesNeeded: [],
        address: "192.0.2.1",
        userAgent: "sync/1",
        outcomeStatus: null,
        limits: { hourly: 1_000, burst: 1_000 },
      },
    ]);
  const rotation = async (key: TestKey) => (await readRotation(contextOf(tenant, "ada"), key.id)).rotation;
  return { ...keys, call, rotation };
}

it("shares the calls of the last 24 hours that were let through between a key and all that came after it", async () => {
  const { old, later, newest, call, rotation } = await arrange();
  await call(old, ago(1_000));
  await call(old, ago(2_000), "insufficient_scope");
  await call(old, ago(2 * DAY_MS));
  await call(later, ago(1_000));
  await call(newest, ago(1_000));
  await call(newest, ago(2_000));
  expect(await rotation(old)).toEqual({ state: "under_way", share: { part: 1, all: 4 } });
  expect(await rotation(later)).toEqual({ state: "under_way", share: { part: 1, all: 3 } });
  expect(await rotation(newest)).toBeNull();
});

it("says for how long nobody was let through with the old key, whoever knocks", async () => {
  const { old, newest, call, rotation } = await arrange();
  await call(old, ago(2 * DAY_MS));
  await call(old, ago(1_000), "insufficient_scope");
  expect(await rotation(old)).toMatchObject({ state: "idle" });
  await call(newest, ago(1_000));
  const done = await rotation(old);
  expect(done).toMatchObject({ state: "done" });
  const quietMs = done && "quietMs" in done ? done.quietMs : 0;
  expect(quietMs).toBeGreaterThanOrEqual(2 * DAY_MS);
  expect(quietMs).toBeLessThan(3 * DAY_MS);
});

it("is read with as many statements for twenty keys as for one", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const first = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  const statements = async () => {
    const sent = vi.spyOn(database.db.$client, "query");
    const { rotation } = await readRotation(contextOf(tenant, "ada"), first.id);
    const count = sent.mock.calls.length;
    sent.mockRestore();
    return { count, isRotating: rotation !== null };
  };
  const alone = await statements();
  expect(alone).toEqual({ count: 2, isRotating: false });
  let replaced = first.id;
  for (let nth = 0; nth < 20; nth += 1) {
    const { id } = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    await database.owner.query("update integration_keys set replaces_key_id = $2 where id = $1", [
      id,
      replaced,
    ]);
    replaced = id;
  }
  expect(await statements()).toEqual({ count: 2, isRotating: true });
});
