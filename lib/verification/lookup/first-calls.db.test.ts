import type { QueryConfig } from "pg";
import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { untilSomebodyWaits } from "@/db/testing/waiting";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { newId } from "../../platform/ids";
import { sha256 } from "../../platform/secrets/secrets";
import { lookUpSecrets } from "./lookup";
import type { NewCall } from "../record/record";
import { recordAtLimit } from "../record/record-at-limit";

const database = testDatabase();
/** What statements failed with, repeated ones too. */
const failures: unknown[] = [];
function gateDatabase() {
  const pool = new Proxy(database.db.$client, {
    get: (target, name) =>
      name === "query"
        ? (query: QueryConfig) =>
            target.query(query).catch((error: unknown) => {
              failures.push(error);
              throw error;
            })
        : Reflect.get(target, name),
  });
  return { pool, hasPreparedStatements: true };
}

/** An account whose calls can each be made with another key, so that batches meet in nothing but the account. */
async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const newCall = async (): Promise<NewCall> => {
    const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    return {
      id: newId(),
      at: new Date(),
      accountId: tenant.account.id,
      keyId: key.id,
      credentialId: key.credentialId,
      userId: key.userId,
      method: "GET",
      path: "/",
      code: "allowed",
      scopesNeeded: ["agreements:read"],
      address: "192.0.2.1",
      userAgent: "test",
      outcomeStatus: null,
      limits: { hourly: 1_000_000, burst: 1_000_000 },
    };
  };
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  return { id: tenant.account.id, newCall, hash: sha256(key.secret).toString("hex") };
}

it("the first calls of accounts in batches of several gates wait for each other and never deadlock", async () => {
  const accounts = [await arrange(), await arrange(), await arrange()];
  const [first, middle, last] = accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (!first || !middle || !last) throw new Error("Three accounts were made");
  await lookUpSecrets(gateDatabase(), "long_lived", [first.hash, last.hash]);
  const early = [await first.newCall(), await middle.newCall(), await last.newCall()];
  const between = [await last.newCall()];
  const late = [await first.newCall(), await last.newCall()];
  // Holds the early batch up in the middle of its accounts.
  const blocker = await database.owner.connect();
  await blocker.query("begin");
  await blocker.query("insert into call_windows values ($1, now(), 0, now(), 0)", [middle.id]);
  const recorded = [recordAtLimit(gateDatabase(), early)];
  await untilSomebodyWaits(database.owner, 1);
  const second = recordAtLimit(gateDatabase(), between);
  await Promise.race([second, untilSomebodyWaits(database.owner, 2)]);
  recorded.push(second, recordAtLimit(gateDatabase(), late));
  await untilSomebodyWaits(database.owner, 2);
  await blocker.query("commit");
  blocker.release();
  expect((await Promise.all(recorded)).flat().map((one) => one.code)).toEqual(Array(6).fill("allowed"));
  expect(failures).toEqual([]);
});
