import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { calls } from "@/db/schema/calls";
import { goLiveJourneys } from "@/db/schema/go-live";
import { credentials, integrationKeys, redirectUris } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { actionsOf, arrangeWay, joinAs, makeSupporter, toldTo } from "@/db/testing/way-to-production";
import { makeTenant } from "@/db/testing/tenant";

import { REVIEW_VALID_MS } from "../domain/go-live/journey";
import type { AccountContext } from "../kernel/context";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { declineGoLiveCase, grantGoLiveCase } from "./decide-case";
import { getGoLive } from "./reading/read-go-live";
import { readSandboxKey } from "./reading/read-journey";
import { requestMigration } from "./request-migration";
import { requestReview } from "./request-review";
import { withdrawMigration } from "./withdraw";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

type Way = Awaited<ReturnType<typeof arrangeWay>>;
const ask = {
  classification: "private_custom" as const,
  description: "Exports signed agreements every night",
  contact: "ada@acme.example",
};

const arrange = (options?: Parameters<typeof arrangeWay>[1]) => arrangeWay(database.db, options);
const review = (way: Way, changes: Partial<Parameters<typeof requestReview>[1]> = {}) =>
  requestReview(way.ada, { ...ask, keyId: way.key.id, ...changes });
const migrate = (way: Way, ctx: AccountContext = way.ada, accountId = way.production.account.id) =>
  requestMigration(ctx, { keyId: way.key.id, accountId });
const see = (way: Way) => getGoLive(way.ada, way.key.id);
const actionsIn = (way: Way) =>
  Promise.all([way.sandbox, way.production].map(({ account }) => actionsOf(database.db, account.id)));

async function arrangeRequested(options?: Parameters<typeof arrangeWay>[1]) {
  const way = await arrange(options);
  await review(way);
  await migrate(way);
  const { migration } = await see(way);
  return { ...way, caseId: migration?.caseId ?? "" };
}

async function copiesOf(way: Way) {
  return database.db
    .select()
    .from(integrationKeys)
    .where(eq(integrationKeys.accountId, way.production.account.id));
}

/** Makes the clock of the journey say that its review was so long ago. */
async function reviewedAgo(way: Way, ms: number) {
  await database.owner.query(
    `update go_live_journeys set review_at = clock_timestamp() - make_interval(secs => $2),
       review_expires_at = clock_timestamp() - make_interval(secs => $2) + make_interval(secs => $3) where key_id = $1`,
    [way.key.id, ms / 1_000, REVIEW_VALID_MS / 1_000],
  );
}

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
    await requestReview(way.dev, { ...ask, keyId: way.key.id });
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
    await expect(requestReview(way.dev, { ...ask, keyId: other.id })).rejects.toMatchObject({
      code: "not_key_creator",
    });
    await expect(requestReview(way.gus, { ...ask, keyId: way.key.id })).rejects.toMatchObject({
      code: "not_found",
    });
    const live = await makeKey(database.db, way.production.account, way.gus.user.id);
    await expect(requestReview(way.gus, { ...ask, keyId: live.id })).rejects.toMatchObject({
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

describe("a request for migration", () => {
  it("opens one case, on the record of both accounts, however often it is made", async () => {
    const way = await arrange();
    await review(way);
    await Promise.all([migrate(way), migrate(way)]);
    await migrate(way);
    const { state, migration } = await see(way);
    expect(state).toBe("migration_requested");
    expect(migration).toMatchObject({ status: "open", accountId: way.production.account.id });
    expect(migration?.caseId).not.toBeNull();
    expect(await actionsIn(way)).toEqual([
      ["go_live.review_requested", "go_live.migration_requested"],
      ["go_live.migration_requested"],
    ]);
    expect(await copiesOf(way)).toEqual([]);
  });

  it("needs a review, which it does not any more at the instant at which that expires", async () => {
    const way = await arrange();
    await expect(migrate(way)).rejects.toMatchObject({ code: "review_needed" });
    await review(way);
    await reviewedAgo(way, REVIEW_VALID_MS);
    await expect(migrate(way)).rejects.toMatchObject({ code: "review_needed" });
    expect((await see(way)).state).toBe("review_expired");
    await reviewedAgo(way, REVIEW_VALID_MS - 60_000);
    await migrate(way);
  });

  it("is for an admin of both accounts", async () => {
    const way = await arrange();
    await review(way);
    await expect(migrate(way, way.dev)).rejects.toMatchObject({ code: "not_found" });
    await joinAs(database.db, way.production.account.id, way.dev.user.id, "member");
    await expect(migrate(way, way.dev)).rejects.toMatchObject({ code: "forbidden" });
    expect((await see(way)).state).toBe("review_passed");
  });

  it.each([
    ["on another plan", "update accounts set plan = 'business' where id = $1", "plan_not_eligible"],
    [
      "without the feature",
      "update accounts set has_integration_keys = false where id = $1",
      "feature_not_enabled",
    ],
    ["that is closed", "update accounts set status = 'closed' where id = $1", "account_closed"],
  ])("into an account %s is refused", async (_, statement, code) => {
    const way = await arrange();
    await review(way);
    await database.owner.query(statement, [way.production.account.id]);
    await expect(migrate(way)).rejects.toMatchObject({ code });
    expect(await actionsIn(way)).toEqual([["go_live.review_requested"], []]);
  });

  it("into a sandbox account, or one that is not there, is refused", async () => {
    const way = await arrange();
    await review(way);
    const other = await makeTenant(database.db, { gus: "admin" }, { environment: "sandbox" });
    await database.owner.query(
      "insert into memberships (id, account_id, environment, user_id, profile) values ($1, $2, 'sandbox', $3, 'admin')",
      [newId(), other.account.id, way.ada.user.id],
    );
    for (const accountId of [other.account.id, way.sandbox.account.id]) {
      await expect(migrate(way, way.ada, accountId)).rejects.toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: "/accountId", code: "not_production" }],
      });
    }
    await expect(migrate(way, way.ada, newId())).rejects.toMatchObject({ code: "not_found" });
  });

  it("into a second account while the first is asked is refused", async () => {
    const way = await arrangeRequested();
    const second = await makeTenant(database.db, { gus: "admin" });
    await joinAs(database.db, second.account.id, way.ada.user.id, "admin");
    await expect(migrate(way, way.ada, second.account.id)).rejects.toMatchObject({
      code: "migration_under_way",
    });
  });

  it("can be withdrawn, also by who is nobody in the production account, and made again", async () => {
    const way = await arrangeRequested();
    await withdrawMigration(way.dev, way.key.id);
    await withdrawMigration(way.dev, way.key.id);
    expect(await see(way)).toMatchObject({ state: "withdrawn", migration: { status: "withdrawn" } });
    const [closed] = await database.db.select().from(supportCases).where(eq(supportCases.id, way.caseId));
    expect(closed).toMatchObject({ status: "withdrawn", closedBy: way.dev.user.id });
    expect((await actionsIn(way))[1]).toEqual(["go_live.migration_requested", "go_live.migration_withdrawn"]);
    await expect(
      grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId: way.caseId }),
    ).rejects.toMatchObject({ code: "case_already_closed" });
    await migrate(way);
    expect((await see(way)).migration?.caseId).not.toBe(way.caseId);
  });

  it("that was never made can't be withdrawn", async () => {
    const way = await arrange();
    await expect(withdrawMigration(way.ada, way.key.id)).rejects.toMatchObject({
      code: "no_migration_requested",
    });
    await review(way);
    await expect(withdrawMigration(way.ada, way.key.id)).rejects.toMatchObject({
      code: "no_migration_requested",
    });
    await expect(withdrawMigration(way.gus, way.key.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("of one key leaves another key's open case alone", async () => {
    const way = await arrangeRequested();
    const other = await makeKey(database.db, way.sandbox.account, way.ada.user.id);
    await review({ ...way, key: other });
    await migrate({ ...way, key: other });
    expect((await see({ ...way, key: other })).state).toBe("migration_requested");
    expect((await see(way)).state).toBe("migration_requested");
  });
});

describe("a decision", () => {
  it("that grants makes the production key: the same GUID, and nothing to sign in with", async () => {
    const way = await arrangeRequested({ key: { scopes: ["agreements:read", "agreements:send"] } });
    await grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId: way.caseId });
    const copies = await copiesOf(way);
    expect(copies).toMatchObject([
      {
        clientId: way.key.clientId,
        name: "Nightly export",
        method: "long_lived",
        scopes: ["agreements:read", "agreements:send"],
        environment: "production",
        createdBy: way.ada.user.id,
        expiresAt: null,
        prefix: null,
      },
    ]);
    const copyId = copies[0]?.id ?? "";
    expect(await database.db.select().from(credentials).where(eq(credentials.keyId, copyId))).toEqual([]);
    expect(await see(way)).toMatchObject({
      state: "live",
      migration: { status: "granted" },
      productionKey: { id: copyId, accountId: way.production.account.id },
    });
    expect(await readSandboxKey(database.db, way.production.account.id, copyId)).toEqual({
      id: way.key.id,
      accountId: way.sandbox.account.id,
    });
    expect(await actionsIn(way)).toEqual([
      ["go_live.review_requested", "go_live.migration_requested", "go_live.migration_granted"],
      ["go_live.migration_requested", "key.taken_live"],
    ]);
    const subject = `Nightly export is live in ${way.production.account.name}`;
    expect(await toldTo(database.db, way.ada.user.id)).toEqual([subject]);
    expect(await toldTo(database.db, way.gus.user.id)).toEqual([subject]);
    await migrate(way);
    expect(await copiesOf(way)).toHaveLength(1);
  });

  it("on an app leaves its redirect URIs and Implicit behind, and keeps that it is public", async () => {
    const way = await arrange();
    const app = await makeApp(database.db, way.sandbox.account, way.ada.user.id);
    await database.owner.query(
      "update integration_keys set is_public = true, is_implicit_allowed = true where id = $1",
      [app.id],
    );
    const uri = { keyId: app.id, accountId: way.sandbox.account.id, position: 0 };
    await database.db.insert(redirectUris).values({ ...uri, uri: "https://app.example.com/callback" });
    const ofApp = { ...way, key: { ...way.key, ...app } };
    await review(ofApp);
    await migrate(ofApp);
    const { migration } = await see(ofApp);
    await grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId: migration?.caseId ?? "" });
    const copies = await copiesOf(way);
    expect(copies).toMatchObject([
      { clientId: app.clientId, method: "oauth", isPublic: true, isImplicitAllowed: false },
    ]);
    const kept = await database.db
      .select()
      .from(redirectUris)
      .where(eq(redirectUris.keyId, copies[0]?.id ?? ""));
    expect(kept).toEqual([]);
  });

  it("that declines says why, on both records and to who asked, and a new request can be made", async () => {
    const way = await arrangeRequested();
    const sam = await makeSupporter(database.db, "sam");
    await declineGoLiveCase(sam, { caseId: way.caseId, reason: "No contract yet" });
    expect(await see(way)).toMatchObject({
      state: "declined",
      migration: { status: "declined", reason: "No contract yet" },
    });
    expect(await toldTo(database.db, way.ada.user.id)).toEqual([
      "The migration of Nightly export to production is declined",
    ]);
    expect((await actionsIn(way))[1]).toEqual(["go_live.migration_requested", "go_live.migration_declined"]);
    expect(await copiesOf(way)).toEqual([]);
    await migrate(way);
    expect((await see(way)).state).toBe("migration_requested");
  });

  it.each([
    ["its plan has lapsed", "update accounts set plan = 'business' where id = $1", "plan_not_eligible"],
    [
      "keys were switched off",
      "update accounts set has_integration_keys = false where id = $1",
      "feature_not_enabled",
    ],
    ["it was closed", "update accounts set status = 'closed' where id = $1", "account_closed"],
    [
      "who asked was demoted",
      "update memberships set profile = 'member' where account_id = $1 and profile = 'admin'",
      "requester_not_admin",
    ],
    ["it has no room", "update accounts set active_key_limit = 1 where id = $1", "active_key_limit"],
  ])("makes no key where %s since the request, and the case stays open", async (_, statement, code) => {
    const way = await arrangeRequested();
    await makeKey(database.db, way.production.account, way.gus.user.id);
    await database.owner.query(statement, [way.production.account.id]);
    const sam = await makeSupporter(database.db, "sam");
    await expect(grantGoLiveCase(sam, { caseId: way.caseId })).rejects.toMatchObject({ code });
    expect((await copiesOf(way)).map(({ clientId }) => clientId)).not.toContain(way.key.clientId);
    expect(await see(way)).toMatchObject({ state: "migration_requested", migration: { status: "open" } });
    await declineGoLiveCase(sam, { caseId: way.caseId, reason: "Not any more" });
    expect((await see(way)).state).toBe("declined");
  });

  it("makes no key of a sandbox key that was revoked since the request", async () => {
    const way = await arrangeRequested();
    await database.db
      .update(integrationKeys)
      .set({ revokedAt: new Date(), revokedBy: way.ada.user.id, revokeReason: "leaked" })
      .where(eq(integrationKeys.id, way.key.id));
    await expect(
      grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId: way.caseId }),
    ).rejects.toMatchObject({ code: "key_already_revoked" });
  });

  it("makes no key of a sandbox account that was closed since the request", async () => {
    const way = await arrangeRequested();
    await database.owner.query("update accounts set status = 'closed' where id = $1", [
      way.sandbox.account.id,
    ]);
    const sam = await makeSupporter(database.db, "sam");
    await expect(grantGoLiveCase(sam, { caseId: way.caseId })).rejects.toMatchObject({
      code: "account_closed",
    });
    await declineGoLiveCase(sam, { caseId: way.caseId, reason: "The account is closed" });
    expect(await copiesOf(way)).toEqual([]);
  });

  it("is support's alone", async () => {
    const way = await arrangeRequested();
    const pretended = { ...way.ada, user: { ...way.ada.user, isStaff: true as const } };
    await expect(grantGoLiveCase(pretended, { caseId: way.caseId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId: newId() }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await copiesOf(way)).toEqual([]);
  });
});

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
