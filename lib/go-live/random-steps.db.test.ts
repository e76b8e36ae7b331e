/** A production key never exists without a decision, and never twice for a GUID: whatever is done, in pairs at once. */
import { and, eq } from "drizzle-orm";
import { array, assert, asyncProperty, constantFrom, tuple } from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";
import { testDatabase } from "@/db/testing/database";
import { makeSupporter } from "@/db/testing/way-to-production";
import { stepsOn } from "@/testing/way-steps";
import "@/testing/property-seed";

import { DomainError } from "../domain/errors";
import { revokeIntegrationKey } from "../integration-keys/revocations/revoke";
import { useDatabase } from "../kernel/database";
import { declineGoLiveCase, grantGoLiveCase } from "./decide-case";
import { withdrawMigration } from "./withdraw";

const database = testDatabase(useDatabase);
const steps = stepsOn(database);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

const STEPS = ["review", "migrate", "withdraw", "grant", "decline", "revoke the copy"] as const;
type StepName = (typeof STEPS)[number];
type Way = Awaited<ReturnType<typeof arrange>>;

async function arrange() {
  return { ...(await steps.arrange()), sam: await makeSupporter(database.db, "sam") };
}

async function take(way: Way, step: StepName): Promise<unknown> {
  const { migration, productionKey } = await steps.see(way);
  const caseId = migration?.caseId ?? way.key.id;
  switch (step) {
    case "review":
      return steps.review(way);
    case "migrate":
      return steps.migrate(way);
    case "withdraw":
      return withdrawMigration(way.ada, way.key.id);
    case "grant":
      return grantGoLiveCase(way.sam, { caseId });
    case "decline":
      return declineGoLiveCase(way.sam, { caseId, reason: "Not yet" });
    case "revoke the copy":
      return productionKey === null
        ? undefined
        : revokeIntegrationKey(way.gus, { keyId: productionKey.id, reason: "Taken back" });
  }
}

/** What has to be true at any moment. @returns how many keys were made so far */
async function check(way: Way): Promise<number> {
  const keys = await database.db
    .select({ id: integrationKeys.id, revokedAt: integrationKeys.revokedAt })
    .from(integrationKeys)
    .where(
      and(eq(integrationKeys.clientId, way.key.clientId), eq(integrationKeys.environment, "production")),
    );
  const granted = await database.db
    .select({ id: supportCases.id })
    .from(supportCases)
    .where(and(eq(supportCases.keyId, way.key.id), eq(supportCases.status, "granted")));
  const taken = await database.db
    .select({ after: auditEvents.after })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, way.production.account.id), eq(auditEvents.action, "key.taken_live")));
  expect(keys.filter(({ revokedAt }) => revokedAt === null).length).toBeLessThanOrEqual(1);
  // Each has one decision of its own, and no decision made two.
  expect(granted).toHaveLength(keys.length);
  expect(new Set(taken.map(({ after }) => after?.["caseId"]))).toEqual(new Set(granted.map(({ id }) => id)));
  const { state, productionKey } = await steps.see(way);
  const working = keys.find(({ revokedAt }) => revokedAt === null);
  expect([state === "live", productionKey?.id]).toEqual([working !== undefined, working?.id]);
  return keys.length;
}

it("in any order, and by two at once, keys and decisions are as many, and one key works at most", async () => {
  let made = 0;
  const step = constantFrom(...STEPS);
  await assert(
    asyncProperty(array(tuple(step, step), { minLength: 4, maxLength: 9 }), async (pairs) => {
      const way = await arrange();
      let keys = 0;
      // So that most histories come far.
      for (const pair of [["review", "review"], ["migrate", "migrate"], ...pairs] as const) {
        const results = await Promise.allSettled(pair.map((name) => take(way, name)));
        for (const result of results) {
          if (result.status === "rejected") expect(result.reason).toBeInstanceOf(DomainError);
        }
        keys = await check(way);
      }
      made += keys;
    }),
    { numRuns: 25 },
  );
  expect(made).toBeGreaterThan(10);
}, 120_000);
