/** What the operator's setting decides at once. */
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { goLiveJourneys } from "@/db/schema/go-live";
import { supportCases } from "@/db/schema/support-cases";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { toldTo } from "@/db/testing/way-to-production";
import { stepsOn } from "@/testing/way-steps";

import { useDatabase } from "../kernel/database";

const database = testDatabase(useDatabase);
const { arrange, review, migrate, see, actionsIn, copiesOf } = stepsOn(database);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

describe("where the operator's setting approves", () => {
  beforeEach(() => void vi.stubEnv("GO_LIVE_AUTO_APPROVE", "private_custom"));

  it("a request makes the production key at once, and once", async () => {
    const way = await arrange();
    await review(way);
    await Promise.all([migrate(way), migrate(way)]);
    expect(await copiesOf(way)).toHaveLength(1);
    expect(await see(way)).toMatchObject({
      state: "live",
      migration: { status: "granted", caseId: null },
    });
    expect(await actionsIn(way)).toEqual([
      ["go_live.review_requested", "go_live.migration_requested"],
      ["go_live.migration_requested", "key.taken_live"],
    ]);
    expect(await toldTo(database.db, way.gus.user.id)).toHaveLength(1);
    const cases = await database.db.select().from(supportCases).where(eq(supportCases.keyId, way.key.id));
    expect(cases).toEqual([]);
  });

  it("a classification that it does not name still waits for support", async () => {
    const way = await arrange();
    await review(way, { classification: "third_party" });
    await migrate(way);
    expect((await see(way)).state).toBe("migration_requested");
    expect(await copiesOf(way)).toEqual([]);
  });

  it("an account without room gets no key, and no request", async () => {
    const way = await arrange({ production: { activeKeyLimit: 1 } });
    await makeKey(database.db, way.production.account, way.gus.user.id);
    await review(way);
    await expect(migrate(way)).rejects.toMatchObject({ code: "active_key_limit" });
    const [row] = await database.db.select().from(goLiveJourneys).where(eq(goLiveJourneys.keyId, way.key.id));
    expect(row?.state).toBe("review_passed");
  });
});
