import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { startGate, type GateProcess } from "../testing/gate-process";
import { hammer } from "../testing/hammer";

const CLIENTS = 4;
/** Time to be used in before the end comes. */
const LIFE_MS = 2_500;

const database = testDatabase();
const gates: GateProcess[] = [];
beforeAll(async () => {
  gates.push(...(await Promise.all([startGate(database.url), startGate(database.url)])));
});
afterAll(() => Promise.all(gates.map((gate) => gate.stop())));

describe("a key that is used without a pause", () => {
  it.each([
    ["expires", "expiresAt", "expired_key"],
    ["reaches the end of its overlap", "retiresAt", "revoked_key"],
  ] as const)(
    "%s at its instant, on every instance: use keeps nothing alive",
    async (_, field, code) => {
      const tenant = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
      const end = new Date(Date.now() + LIFE_MS);
      const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, { [field]: end });
      const load = hammer(
        gates.map((gate) => gate.url),
        key.secret,
        CLIENTS,
      );
      const isRefusedBy = (gate: number) => load.asked.some((one) => one.gate === gate && one.status === 401);
      await load.until(() => (gates.every((__, gate) => isRefusedBy(gate)) ? true : undefined));
      await load.stop();
      expect(new Set(load.asked.map((one) => one.status))).toEqual(new Set([200, 401]));
      const { rows } = await database.owner.query(
        "select distinct code, at >= $2 as is_over from calls where key_id = $1 order by code",
        [key.id, end],
      );
      expect(rows).toEqual([
        { code: "allowed", is_over: false },
        { code, is_over: true },
      ]);
      // The life of the key is most of it.
    },
    30_000,
  );
});
