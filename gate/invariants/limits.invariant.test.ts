import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient } from "../testing/raw-client";

const CLIENTS = 32;
const QUESTIONS = 1_200;
const HOUR_SECONDS = 3_600;
const BURST_SECONDS = 30;

const database = testDatabase();
const gates: GateProcess[] = [];
beforeAll(async () => {
  gates.push(...(await Promise.all([startGate(database.url), startGate(database.url)])));
});
afterAll(() => Promise.all(gates.map((gate) => gate.stop())));

/** Asks through both gates at once. @returns answers by status, and the recorded calls of each window and verdict */
async function askThroughBoth(limits: TenantOptions, windowSeconds: number) {
  const tenant = await makeTenant(database.db, { ada: "admin" }, limits);
  const keys = [
    await makeKey(database.db, tenant.account, tenant.people.ada.id),
    await makeKey(database.db, tenant.account, tenant.people.ada.id),
  ];
  const statuses = new Map<number, number>();
  let left = QUESTIONS;
  async function client(id: number): Promise<void> {
    const connection = await openRawClient(gates[id % gates.length]?.port ?? 0);
    while (left > 0) {
      left -= 1;
      const { status } = await connection.authorize(keys[left % keys.length]?.secret ?? "");
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    connection.close();
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, id) => client(id)));
  const { rows } = await database.owner.query<{ calls: number }>(
    `select count(*)::int as calls from calls where account_id = $1 and code = 'allowed'
     group by floor(extract(epoch from at) / $2)`,
    [tenant.account.id, windowSeconds],
  );
  return { statuses, windows: rows.map((row) => row.calls) };
}

describe("I11: two gates and one account", () => {
  it.each([
    ["hour", { hourlyLimit: 400, burstLimit: 1_000_000 }, HOUR_SECONDS, 400],
    ["burst", { hourlyLimit: 1_000_000, burstLimit: 400 }, BURST_SECONDS, 400],
  ])(
    "let through what the limit of the %s allows, and at most one batch more",
    async (_, limits, seconds, limit) => {
      const { statuses, windows } = await askThroughBoth(limits, seconds);
      expect(new Set(statuses.keys())).toEqual(new Set([200, 429]));
      // Calls in flight when a window ends may count for the next one. Apart from that, limits hold exactly.
      for (const calls of windows) expect(calls).toBeLessThanOrEqual(limit + CLIENTS);
      if (windows.length === 1) expect(windows[0]).toBe(limit);
      const allowed = windows.reduce((sum, calls) => sum + calls, 0);
      expect(statuses.get(200)).toBe(allowed);
    },
    120_000,
  );
});
