/** What ends a key's request and its way, and what stays possible then. */
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { integrationKeys, redirectUris } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { actionsOf, arrangeWay, makeSupporter, toldTo } from "@/db/testing/way-to-production";

import { issueIntegrationKey } from "../integration-keys/keys/making/issue";
import { replaceIntegrationKey } from "../integration-keys/keys/making/replace";
import { revokeIntegrationKey } from "../integration-keys/revocations/revoke";
import { revokeKeyAsOperator } from "../integration-keys/revocations/revoke-as-operator";
import { useDatabase } from "../kernel/database";
import { grantGoLiveCase } from "./decide-case";
import { readCarryOver } from "./reading/read-carry-over";
import { getGoLive } from "./reading/read-go-live";
import { requestMigration } from "./request-migration";
import { requestReview } from "./request-review";
import { withdrawMigration, withdrawReview } from "./withdraw";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

type Way = Awaited<ReturnType<typeof arrangeWay>>;
type Classification = Parameters<typeof requestReview>[1]["classification"];

const review = (way: Way, classification: Classification = "private_custom", ctx = way.ada) =>
  requestReview(ctx, {
    keyId: way.key.id,
    classification,
    description: "Exports signed agreements every night",
    contact: "ada@acme.example",
  });
const migrate = (way: Way) =>
  requestMigration(way.ada, { keyId: way.key.id, accountId: way.production.account.id });
const see = (way: Way) => getGoLive(way.ada, way.key.id);
const caseOf = async (way: Way) => {
  const seen = await see(way);
  return seen.migration?.caseId ?? seen.review?.caseId ?? "";
};
const findCase = async (id: string) =>
  (await database.db.select().from(supportCases).where(eq(supportCases.id, id)))[0];
const actionsIn = (way: Way) =>
  Promise.all([way.sandbox, way.production].map(({ account }) => actionsOf(database.db, account.id)));
const supporter = () => makeSupporter(database.db, "sam");

async function arrangeRequested(way?: Way) {
  const arranged = way ?? (await arrangeWay(database.db));
  await review(arranged);
  await migrate(arranged);
  return { ...arranged, caseId: await caseOf(arranged) };
}

async function arrangeLive() {
  const way = await arrangeRequested();
  await grantGoLiveCase(await supporter(), { caseId: way.caseId });
  const { productionKey } = await see(way);
  return { ...way, copyId: productionKey?.id ?? "" };
}

const replace = (ctx: Way["ada"], keyId: string, overlapSeconds: 0 | 3_600) =>
  replaceIntegrationKey(ctx, {
    keyId,
    name: "Next",
    scopes: ["agreements:read"],
    overlapSeconds,
    idempotencyKey: null,
  });
const issue = (way: Way, keyId: string) =>
  issueIntegrationKey(way.gus, { keyId, expiresAt: undefined, idempotencyKey: null });

describe("a production key that is revoked", () => {
  it("leaves its sandbox key live no more, with nothing to carry over, and lets it go live again", async () => {
    const way = await arrangeLive();
    await revokeIntegrationKey(way.gus, { keyId: way.copyId, reason: "leaked" });
    const ended = await see(way);
    expect(ended).toMatchObject({ state: "review_passed", productionKey: null });
    expect(ended.productionKeyRevokedAt).not.toBeNull();
    expect(await readCarryOver(way.gus, way.copyId)).toEqual({ carryOver: null });

    await migrate(way);
    await grantGoLiveCase(await supporter(), { caseId: await caseOf(way) });
    const again = await see(way);
    expect(again).toMatchObject({ state: "live", productionKeyRevokedAt: null });
    expect(again.productionKey?.id).not.toBe(way.copyId);
    const ofGuid = and(
      eq(integrationKeys.clientId, way.key.clientId),
      eq(integrationKeys.environment, "production"),
    );
    expect(await database.db.select().from(integrationKeys).where(ofGuid)).toHaveLength(2);
  });

  it("lets its sandbox key be reviewed anew once the review is over", async () => {
    const way = await arrangeLive();
    await revokeIntegrationKey(way.gus, { keyId: way.copyId, reason: "leaked" });
    await database.owner.query(
      "update go_live_journeys set review_expires_at = date_trunc('milliseconds', clock_timestamp()) where key_id = $1",
      [way.key.id],
    );
    expect((await see(way)).state).toBe("review_expired");
    await review(way, "public");
    expect((await see(way)).state).toBe("review_pending");
  });

  it("is replaced without an end of the way: what replaced it is what the sandbox key is live as", async () => {
    const way = await arrangeLive();
    await issue(way, way.copyId);
    const { key: next } = await replace(way.gus, way.copyId, 0);
    expect(await see(way)).toMatchObject({ state: "live", productionKey: { id: next.id } });
    expect((await readCarryOver(way.gus, next.id)).carryOver?.sandboxKey.id).toBe(way.key.id);
    expect(await readCarryOver(way.gus, way.copyId)).toEqual({ carryOver: null });
    await revokeIntegrationKey(way.gus, { keyId: next.id, reason: "leaked" });
    await migrate(way);
    await grantGoLiveCase(await supporter(), { caseId: await caseOf(way) });
    expect((await see(way)).state).toBe("live");
  });
});

describe("the end of a sandbox key", () => {
  it.each([
    ["its revocation", (way: Way) => revokeIntegrationKey(way.dev, { keyId: way.key.id, reason: "leaked" })],
    ["a replacement without overlap", (way: Way) => replace(way.dev, way.key.id, 0)],
    ["the operator", (way: Way) => revokeKeyAsOperator("key:revoke", way.key.id, "leaked")],
  ])("by %s ends its request for migration, on both records, and tells who asked", async (_, end) => {
    const way = await arrangeRequested();
    await end(way);
    const ended = await findCase(way.caseId);
    expect(ended?.status).toBe("withdrawn");
    expect(ended?.resolution).toMatch(/sandbox key/);
    expect(await see(way)).toMatchObject({ state: "withdrawn", migration: { status: "withdrawn" } });
    const [sandbox, production] = await actionsIn(way);
    expect(sandbox?.slice(-2)).toEqual([expect.stringMatching(/^key\./), "go_live.migration_withdrawn"]);
    expect(production).toEqual(["go_live.migration_requested", "go_live.migration_withdrawn"]);
    expect(await toldTo(database.db, way.ada.user.id)).toEqual([
      "The request for the migration to production of Nightly export is withdrawn",
    ]);
    await expect(grantGoLiveCase(await supporter(), { caseId: way.caseId })).rejects.toMatchObject({
      code: "case_already_closed",
    });
  });

  it("ends its request for a review", async () => {
    const way = await arrangeWay(database.db);
    await review(way, "public");
    const caseId = await caseOf(way);
    await revokeIntegrationKey(way.ada, { keyId: way.key.id, reason: "leaked" });
    expect((await findCase(caseId))?.status).toBe("withdrawn");
    expect((await actionsIn(way))[0]).toEqual([
      "go_live.review_requested",
      "key.revoked",
      "go_live.review_withdrawn",
    ]);
  });

  it("that is still to come, by an overlap, leaves the request open", async () => {
    const way = await arrangeRequested();
    await replace(way.ada, way.key.id, 3_600);
    expect((await findCase(way.caseId))?.status).toBe("open");
  });
});

describe("a review that support has in hand", () => {
  it("is withdrawn by who asked, closes its case, and can be asked for again", async () => {
    const way = await arrangeWay(database.db);
    await review(way, "public");
    const caseId = await caseOf(way);
    await Promise.all([withdrawReview(way.ada, way.key.id), withdrawReview(way.ada, way.key.id)]);
    expect(await see(way)).toMatchObject({
      state: "review_failed",
      review: { outcome: "failed", findings: [{ code: "withdrawn", detail: "ada withdrew the request." }] },
    });
    expect(await findCase(caseId)).toMatchObject({ status: "withdrawn", closedBy: way.ada.user.id });
    expect((await actionsIn(way))[0]).toEqual(["go_live.review_requested", "go_live.review_withdrawn"]);
    // Who takes back an own request needs no word of it.
    expect(await toldTo(database.db, way.ada.user.id)).toEqual([]);
    await review(way, "public");
    expect((await see(way)).state).toBe("review_pending");
  });

  it("is withdrawn by another who manages the key, and who asked is told", async () => {
    const way = await arrangeWay(database.db);
    await review(way, "public");
    await withdrawReview(way.dev, way.key.id);
    expect(await toldTo(database.db, way.ada.user.id)).toEqual([
      "The request for the review of Nightly export is withdrawn",
    ]);
  });

  it("is the only one that can be withdrawn, and by nobody else", async () => {
    const way = await arrangeWay(database.db);
    const refusal = { code: "no_review_requested" };
    await expect(withdrawReview(way.ada, way.key.id)).rejects.toMatchObject(refusal);
    await review(way);
    await expect(withdrawReview(way.ada, way.key.id)).rejects.toMatchObject(refusal);
    await expect(withdrawReview(way.gus, way.key.id)).rejects.toMatchObject({ code: "not_found" });
    await migrate(way);
    await expect(withdrawReview(way.ada, way.key.id)).rejects.toMatchObject(refusal);
    expect((await see(way)).state).toBe("migration_requested");
  });
});

describe("a request for migration that another takes back", () => {
  it("is told to who asked for it", async () => {
    const way = await arrangeRequested();
    await withdrawMigration(way.dev, way.key.id);
    expect(await toldTo(database.db, way.ada.user.id)).toEqual([
      "The request for the migration to production of Nightly export is withdrawn",
    ]);
  });
});

async function arrangeApp() {
  const way = await arrangeWay(database.db);
  const app = await makeApp(database.db, way.sandbox.account, way.sandbox.people.dev.id);
  const uri = { keyId: app.id, accountId: way.sandbox.account.id, position: 0 };
  await database.db.insert(redirectUris).values({ ...uri, uri: "https://app.example.com/callback" });
  return { ...way, key: { ...way.key, ...app } };
}
const dismantle = (way: Way) => database.db.delete(redirectUris).where(eq(redirectUris.keyId, way.key.id));
const demote = (way: Way) =>
  database.owner.query("update memberships set profile = 'viewer' where account_id = $1 and user_id = $2", [
    way.sandbox.account.id,
    way.ada.user.id,
  ]);

describe("a grant", () => {
  it.each([
    ["the app is set up no more", dismantle, ["app_set_up"]],
    ["who asked manages the sandbox key no more", demote, ["requester_manages_key"]],
  ])("of a migration is refused where %s, with what is missing", async (_, change, codes) => {
    const way = await arrangeRequested(await arrangeApp());
    await change(way);
    const grant = grantGoLiveCase(await supporter(), { caseId: way.caseId });
    await expect(grant).rejects.toMatchObject({
      code: "prerequisites_unmet",
      errors: codes.map((code) => ({ code })),
    });
    expect((await findCase(way.caseId))?.status).toBe("open");
  });

  it("of a review is refused where all that it rests on is gone, and names each", async () => {
    const way = await arrangeApp();
    await review(way, "public");
    const caseId = await caseOf(way);
    await dismantle(way);
    await demote(way);
    await database.owner.query("update accounts set plan = 'business' where id = $1", [
      way.production.account.id,
    ]);
    await expect(grantGoLiveCase(await supporter(), { caseId })).rejects.toMatchObject({
      code: "prerequisites_unmet",
      errors: [{ code: "requester_manages_key" }, { code: "production_account" }, { code: "app_set_up" }],
    });
    expect((await findCase(caseId))?.status).toBe("open");
  });

  it("by the operator's setting looks at the app's set-up too", async () => {
    vi.stubEnv("GO_LIVE_AUTO_APPROVE", "private_custom");
    const way = await arrangeApp();
    await review(way);
    await dismantle(way);
    await expect(migrate(way)).rejects.toMatchObject({ code: "prerequisites_unmet" });
  });
});

describe("the record of a production account", () => {
  it("names case and requester of a key that went live, and whom it acts as before and after its issue", async () => {
    const way = await arrangeLive();
    await issue(way, way.copyId);
    const events = await database.db
      .select({ action: auditEvents.action, before: auditEvents.before, after: auditEvents.after })
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, way.copyId))
      .orderBy(auditEvents.sequence);
    expect(events).toMatchObject([
      { action: "key.taken_live", after: { caseId: way.caseId, requestedBy: way.ada.user.id } },
      {
        action: "key.issued",
        before: { createdBy: way.ada.user.id },
        after: { createdBy: way.gus.user.id },
      },
    ]);
  });
});
