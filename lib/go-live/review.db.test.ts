/** What a review answers, who may ask for one, and what support makes of it. */
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { calls } from "@/db/schema/calls";
import { supportCases } from "@/db/schema/support-cases";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeSupporter, toldTo } from "@/db/testing/way-to-production";
import { REVIEW, stepsOn } from "@/testing/way-steps";

import { REVIEW_VALID_MS } from "../domain/go-live/journey";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { declineGoLiveCase, grantGoLiveCase } from "./decide-case";
import { requestReview } from "./request-review";

const database = testDatabase(useDatabase);
const { arrange, review, migrate, see, actionsIn } = stepsOn(database);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

describe("a review", () => {
  it("that is passed is good for 30 days, and on the record of the sandbox account alone", async () => {
    const way = await arrange();
    await review(way);
    const { state, review: seen } = await see(way);
    expect(state).toBe("review_passed");
    const validMs = new Date(seen?.expiresAt ?? 0).getTime() - new Date(seen?.at ?? 0).getTime();
    expect(validMs).toBe(REVIEW_VALID_MS);
    expect(await actionsIn(way)).toEqual([["go_live.review_requested"], []]);
  });

  it("that is asked for twice with the same words is one, and with other words refused while it stands", async () => {
    const way = await arrange();
    await Promise.all([review(way), review(way)]);
    await expect(review(way, { contact: "somebody else" })).rejects.toMatchObject({
      code: "review_still_valid",
    });
    expect(await actionsIn(way)).toEqual([["go_live.review_requested"], []]);
  });

  it("that is not passed says what is missing, and can be asked for again", async () => {
    vi.stubEnv("GO_LIVE_POLICY", "calls");
    const way = await arrange();
    await review(way);
    const failed = await see(way);
    expect(failed).toMatchObject({
      state: "review_failed",
      review: { outcome: "failed", findings: [{ code: "not_enough_calls" }] },
    });
    const now = Date.now();
    await database.db.insert(calls).values(
      Array.from({ length: 20 }, (_, index) => ({
        id: newId(),
        at: new Date(now - index * 60_000 - 1_000),
        accountId: way.sandbox.account.id,
        keyId: way.key.id,
        credentialId: way.key.credentialId,
        userId: way.key.userId,
        method: "POST",
        path: "/v1/agreements",
        code: "allowed" as const,
        scopesNeeded: [],
      })),
    );
    await review(way);
    expect(await see(way)).toMatchObject({ state: "review_passed", review: { findings: [] } });
  });

  it("of a developer without a production account names that as missing", async () => {
    const way = await arrange();
    await requestReview(way.dev, { ...REVIEW, keyId: way.key.id });
    expect((await see(way)).review?.findings).toMatchObject([{ code: "production_account" }]);
  });

  it.each(["public", "embedded"] as const)(
    "of an integration that is %s waits for support, with a case and the time of its answer",
    async (classification) => {
      const way = await arrange();
      await Promise.all([review(way, { classification }), review(way, { classification })]);
      const { state, review: seen } = await see(way);
      expect(state).toBe("review_pending");
      expect(new Date(seen?.expectedBy ?? 0).getTime()).toBeGreaterThan(Date.now());
      const cases = await database.db.select().from(supportCases).where(eq(supportCases.keyId, way.key.id));
      expect(cases).toMatchObject([
        { id: seen?.caseId, kind: "go_live", step: "review", status: "open", evidence: { classification } },
      ]);
      // Another classification is no way around the look.
      await expect(review(way)).rejects.toMatchObject({ code: "review_under_way" });
      await expect(migrate(way)).rejects.toMatchObject({ code: "review_under_way" });
    },
  );

  it("that support passes is good for 30 days from then, and whoever asked is told", async () => {
    const way = await arrange();
    await review(way, { classification: "public" });
    const caseId = (await see(way)).review?.caseId ?? "";
    await grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId, note: "Looks good" });
    const { state, review: seen } = await see(way);
    expect(state).toBe("review_passed");
    expect(new Date(seen?.expiresAt ?? 0).getTime()).toBeGreaterThan(Date.now() + REVIEW_VALID_MS - 60_000);
    expect(await toldTo(database.db, way.ada.user.id)).toEqual(["The review of Nightly export is passed"]);
    expect(await actionsIn(way)).toEqual([["go_live.review_requested", "go_live.review_granted"], []]);
  });

  it("that support does not pass says why, and can be asked for again", async () => {
    const way = await arrange();
    await review(way, { classification: "embedded" });
    const caseId = (await see(way)).review?.caseId ?? "";
    await declineGoLiveCase(await makeSupporter(database.db, "sam"), { caseId, reason: "No privacy notice" });
    expect(await see(way)).toMatchObject({
      state: "review_failed",
      review: { findings: [{ code: "declined_by_support", detail: "No privacy notice" }] },
    });
    expect(await toldTo(database.db, way.ada.user.id)).toEqual([
      "The review of Nightly export is not passed",
    ]);
    await review(way, { classification: "embedded" });
    expect((await see(way)).state).toBe("review_pending");
  });

  it("is for whoever manages the key, and for a sandbox key that works", async () => {
    const way = await arrange();
    const other = await makeKey(database.db, way.sandbox.account, way.sandbox.people.ada.id);
    await expect(requestReview(way.dev, { ...REVIEW, keyId: other.id })).rejects.toMatchObject({
      code: "not_key_creator",
    });
    await expect(requestReview(way.gus, { ...REVIEW, keyId: way.key.id })).rejects.toMatchObject({
      code: "not_found",
    });
    const live = await makeKey(database.db, way.production.account, way.gus.user.id);
    await expect(requestReview(way.gus, { ...REVIEW, keyId: live.id })).rejects.toMatchObject({
      code: "not_a_sandbox_key",
    });
    const ended = await makeKey(database.db, way.sandbox.account, way.ada.user.id, {
      retiresAt: new Date(Date.now() - 1_000),
    });
    await expect(review(way, { keyId: ended.id })).rejects.toMatchObject({ code: "key_already_revoked" });
    const expired = await makeKey(database.db, way.sandbox.account, way.ada.user.id, {
      expiresAt: new Date(Date.now() - 1_000),
    });
    await expect(review(way, { keyId: expired.id })).rejects.toMatchObject({ code: "key_expired" });
    expect(await actionsIn(way)).toEqual([[], []]);
  });
});
