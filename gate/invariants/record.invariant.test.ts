import { describe, expect, it } from "vitest";

import { makeKey, type TestKey } from "@/db/testing/key";
import { ownServer } from "@/db/testing/own-server";
import { makeTenant } from "@/db/testing/tenant";

import { startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient } from "../testing/raw-client";
import { withinOneHour } from "../testing/within-one-hour";

const CLIENTS = 24;
const ROUNDS = 3;
/** Accepted calls that a round waits for before it kills. */
const ACCEPTED_BEFORE_KILL = 400;

// With everything that makes a commit durable switched on, as in a real deployment.
const server = ownServer({ fsync: "on", synchronous_commit: "on", full_page_writes: "on" });

async function arrangeKeys(): Promise<TestKey[]> {
  const tenant = await makeTenant(server.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
  const make = () => makeKey(server.db, tenant.account, tenant.people.ada.id);
  return [await make(), await make(), await make()];
}

/**
 * Asks both gates from many sides until the gate or the database is gone, and kills it (`kill`) in the middle of that.
 * @returns the calls that were answered 200
 */
async function acceptedUntilKilled(
  gates: readonly GateProcess[],
  keys: readonly TestKey[],
  kill: () => unknown,
): Promise<string[]> {
  const accepted: string[] = [];
  let isKilled = false;
  let afterKill = 0;
  // A gate that outlives the other goes on for a while.
  const isOver = (id: number) => isKilled && id % gates.length > 0 && afterKill > ACCEPTED_BEFORE_KILL;
  async function client(id: number): Promise<void> {
    const connection = await openRawClient(gates[id % gates.length]?.port ?? 0);
    while (!isOver(id)) {
      // The end of the connection, and any other answer than 200, is the end of the round.
      const answer = await connection
        .authorize(keys[id % keys.length]?.secret ?? "", "agreements:read")
        .catch(() => null);
      if (answer?.status !== 200 || answer.callId === null) break;
      accepted.push(answer.callId);
      if (isKilled) afterKill += 1;
      if (accepted.length >= ACCEPTED_BEFORE_KILL && !isKilled) {
        isKilled = true;
        kill();
      }
    }
    connection.close();
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, id) => client(id)));
  expect(isKilled).toBe(true);
  expect(accepted.length).toBeGreaterThanOrEqual(ACCEPTED_BEFORE_KILL);
  return accepted;
}

/** Asserts that each of the calls is in the database exactly once, with the counts that are made from them. */
async function expectRecorded(keys: readonly TestKey[], accepted: readonly string[]): Promise<void> {
  const ids = keys.map((key) => key.id);
  // One statement, so one snapshot: the last batch of a killed gate may be committed while this looks.
  const { rows } = await server.db.$client.query<{
    ids: string[];
    hours: number;
    quota: number;
    allowed: number;
  }>(
    `select (select array_agg(id::text) from calls where key_id = any($1::uuid[])) as ids,
       (select sum(count)::int from call_hours where key_id = any($1::uuid[])) as hours,
       w.hour_count as quota,
       (select count(*)::int from calls c
         where c.key_id = any($1::uuid[]) and c.code = 'allowed' and c.at >= w.hour_start) as allowed
     from call_windows w
     where w.account_id = (select account_id from integration_keys where id = $2)`,
    [ids, ids[0]],
  );
  const [found] = rows;
  const recorded = new Set(found?.ids);
  expect(accepted.filter((id) => !recorded.has(id))).toEqual([]);
  expect(found?.ids).toHaveLength(recorded.size);
  expect(found).toMatchObject({ hours: recorded.size, quota: found?.allowed });
}

describe("I3: every accepted call is recorded exactly once", () => {
  it("also where one of two gates is killed right after its answer", async () => {
    const survivor = await startGate(server.url);
    for (let round = 0; round < ROUNDS; round += 1) {
      await withinOneHour(async () => {
        const keys = await arrangeKeys();
        const gate = await startGate(server.url);
        const kill = () => gate.process.kill("SIGKILL");
        await expectRecorded(keys, await acceptedUntilKilled([gate, survivor], keys, kill));
      });
    }
    await survivor.stop();
  }, 240_000);

  it("also where PostgreSQL is killed right after the answer", async () => {
    const gates = await Promise.all([startGate(server.url), startGate(server.url)]);
    for (let round = 0; round < ROUNDS; round += 1) {
      await withinOneHour(async () => {
        const keys = await arrangeKeys();
        let halted: Promise<void> = Promise.resolve();
        const accepted = await acceptedUntilKilled(gates, keys, () => {
          halted = server.cluster.halt("SIGKILL");
        });
        await halted;
        await server.cluster.restart();
        await expectRecorded(keys, accepted);
      });
    }
    await Promise.all(gates.map((gate) => gate.stop()));
  }, 240_000);
});
