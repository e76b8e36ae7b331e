/** The state of a way as SQL is the domain's, whatever is stored and whatever became of its production key. */
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";

import { goLiveJourneys, STORED_STATES } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { journeyState, type Journey } from "../domain/go-live/journey";
import { keyStatus } from "../domain/keys/key-lifecycle";
import { GO_LIVE_STATE, JOURNEY_LIFE } from "./go-live-state";

const database = testDatabase();

it("of each stored state is what the domain says, with a review that is good and one that is over", async () => {
  const sandbox = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
  const production = await makeTenant(database.db, { gus: "admin" });
  const now = new Date();
  const at = (ms: number) => new Date(now.getTime() + ms);
  const ends = [
    {},
    { revokedAt: at(-60_000), revokedBy: production.people.gus.id, revokeReason: "leaked" },
    { retiresAt: at(-60_000) },
    { retiresAt: at(60_000) },
  ];
  const expected = new Map<string, Journey>();
  for (const state of STORED_STATES) {
    for (const end of state === "live" ? ends : [{}]) {
      for (const validMs of [-60_000, 60_000]) {
        const key = await makeKey(database.db, sandbox.account, sandbox.people.ada.id);
        const copy = await makeKey(database.db, production.account, production.people.gus.id);
        const copyIs = eq(integrationKeys.id, copy.id);
        if (Object.keys(end).length > 0)
          await database.ownerDb.update(integrationKeys).set(end).where(copyIs);
        const life = { expiresAt: null, revokedAt: null, retiresAt: null, ...end };
        const isPassed = state !== "review_pending" && state !== "review_failed";
        const reviewExpiresAt = isPassed ? at(validMs) : null;
        await database.db.insert(goLiveJourneys).values({
          keyId: key.id,
          accountId: sandbox.account.id,
          state,
          reviewRequestedBy: sandbox.people.ada.id,
          classification: "public",
          description: "Exports",
          contact: "ada@acme.example",
          reviewOutcome: isPassed ? "passed" : state === "review_pending" ? "pending" : "failed",
          reviewAt: at(-120_000),
          reviewExpiresAt,
          findings: [],
          migrationRequestedBy: sandbox.people.ada.id,
          productionAccountId: production.account.id,
          decidedAt: at(-60_000),
          productionKeyId: state === "live" ? copy.id : null,
          updatedAt: at(-60_000),
        });
        const hasProductionEnded = state === "live" && keyStatus(life, now) === "revoked";
        expected.set(key.id, { state, reviewExpiresAt, hasProductionEnded });
      }
    }
  }

  const rows = await database.db
    .select({ id: integrationKeys.id, ...JOURNEY_LIFE, told: GO_LIVE_STATE })
    .from(integrationKeys)
    .leftJoin(goLiveJourneys, eq(goLiveJourneys.keyId, integrationKeys.id))
    .where(eq(integrationKeys.accountId, sandbox.account.id));
  expect(rows).toHaveLength(expected.size);
  for (const { id, told, ...life } of rows) {
    const journey = expected.get(id);
    expect(life).toEqual(journey);
    expect(told).toBe(journey && journeyState(journey, now));
  }
  // The columns stand for themselves in a query of the one table too.
  const alone = await database.db
    .select({ id: goLiveJourneys.keyId, ...JOURNEY_LIFE, told: GO_LIVE_STATE })
    .from(goLiveJourneys)
    .where(eq(goLiveJourneys.accountId, sandbox.account.id));
  const inOrder = (some: typeof alone) => some.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(inOrder(alone)).toEqual(inOrder(rows as typeof alone));

  const untouched = await makeKey(database.db, sandbox.account, sandbox.people.ada.id);
  const [demo] = await database.db
    .select({ told: GO_LIVE_STATE })
    .from(integrationKeys)
    .leftJoin(goLiveJourneys, eq(goLiveJourneys.keyId, integrationKeys.id))
    .where(eq(integrationKeys.id, untouched.id));
  expect(demo?.told).toBe("demo");
});
