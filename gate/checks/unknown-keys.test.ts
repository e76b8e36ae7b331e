import { afterAll, beforeAll, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { newSecret } from "../../lib/platform/secrets/secrets";
import { authorizeWith, call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase();
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(() => gate.stop());

async function counted(): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    "select coalesce(sum(count), 0)::int as count from unknown_key_hours",
  );
  return rows[0]?.count ?? 0;
}

const unknown = () => newSecret("ik", "production").text;

it.each([
  ["GET /v1/authorize", () => authorizeWith(gate.url, unknown())],
  ["POST /v1/verify", () => verifyWith(gate.url, { token: unknown() })],
  ["GET /v1/me", () => call(gate.url, unknown(), "/v1/me")],
  ["GET /v1/integration-keys", () => call(gate.url, unknown(), "/v1/integration-keys")],
  ["GET /api/rest/v6/baseUris", () => call(gate.url, unknown(), "/api/rest/v6/baseUris")],
])(
  "a whole key that nobody has is one more in the hour's count when its answer is there: %s",
  async (_, ask) => {
    const before = await counted();
    await ask();
    expect(await counted()).toBe(before + 1);
    await ask();
    expect(await counted()).toBe(before + 2);
  },
);

it("and nothing else is: a key that is known, one that is none, and no key", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  const before = await counted();
  for (const secret of [key.secret, "ik_live_nonsense", null]) await authorizeWith(gate.url, secret);
  expect(await counted()).toBe(before);
});
