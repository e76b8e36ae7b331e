/** The status of a key as SQL is the domain's, whatever its life. */
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";

import { integrationKeys } from "@/db/schema/integration-keys";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";

import { EXPIRED_AMONG_LIVE_DAYS, isAmongLive, KEY_STATUSES, keyStatus } from "../domain/keys/key-lifecycle";
import { newGuid, newId } from "../platform/ids";
import { hasStatus, IS_LONG_EXPIRED, isWorkingKey, KEY_STATUS } from "./key-status";

const database = testDatabase();
const WEEK_MS = EXPIRED_AMONG_LIVE_DAYS * 86_400_000;

it("of a key in each state is what the domain says, in every form that queries ask for it", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const now = new Date();
  const at = (ms: number) => new Date(now.getTime() + ms);
  const instants = [null, ...[-WEEK_MS - 60_000, -WEEK_MS + 60_000, -60_000, 60_000].map(at)];
  const lives = instants.flatMap((expiresAt) =>
    instants.flatMap((retiresAt) =>
      [null, at(-60_000)].map((revokedAt) => ({ id: newId(), expiresAt, retiresAt, revokedAt })),
    ),
  );
  await database.db.insert(integrationKeys).values(
    lives.map((life) => ({
      ...life,
      accountId: tenant.account.id,
      environment: tenant.account.environment,
      clientId: newGuid(),
      name: "Key",
      method: "oauth" as const,
      scopes: ["agreements:read" as const],
      createdBy: tenant.people.ada.id,
      createdAt: at(-2 * WEEK_MS),
      revokedBy: life.revokedAt && tenant.people.ada.id,
      lastFour: "zzzz",
    })),
  );

  const idsWhere = async (condition: ReturnType<typeof hasStatus>) => {
    const rows = await database.db.select({ id: integrationKeys.id }).from(integrationKeys).where(condition);
    return rows.map(({ id }) => id).toSorted();
  };
  const idsOf = (has: (life: (typeof lives)[number]) => boolean) =>
    lives
      .filter(has)
      .map(({ id }) => id)
      .toSorted();

  for (const status of KEY_STATUSES) {
    const expected = idsOf((life) => keyStatus(life, now) === status);
    expect(await idsWhere(hasStatus(status))).toEqual(expected);
    expect(await idsWhere(eq(KEY_STATUS, status))).toEqual(expected);
  }
  const working = idsOf((life) => ["active", "retiring"].includes(keyStatus(life, now)));
  expect(await idsWhere(isWorkingKey())).toEqual(working);
  expect(await idsWhere(isWorkingKey(now))).toEqual(working);
  expect(await idsWhere(hasStatus("live"))).toEqual(idsOf((life) => isAmongLive(life, now)));
  expect(await idsWhere(hasStatus("ended"))).toEqual(idsOf((life) => !isAmongLive(life, now)));
  expect(await idsWhere(IS_LONG_EXPIRED)).toEqual(
    idsOf(({ expiresAt }) => expiresAt !== null && expiresAt.getTime() < now.getTime() - WEEK_MS),
  );
});
