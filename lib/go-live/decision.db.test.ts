/** What a decision makes, and that none is made where what it rests on is gone. */
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { credentials, integrationKeys, redirectUris } from "@/db/schema/integration-keys";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { joinAs, makeSupporter, toldTo } from "@/db/testing/way-to-production";
import { stepsOn } from "@/testing/way-steps";

import { getIntegrationKey } from "../integration-keys/keys/reading/get";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { declineGoLiveCase, grantGoLiveCase } from "./decide-case";
import { readCarryOver } from "./reading/read-carry-over";
import { getGoLive } from "./reading/read-go-live";
import { readSandboxKey } from "./reading/read-journey";

const database = testDatabase(useDatabase);
const { arrange, arrangeRequested, review, migrate, see, actionsIn, copiesOf } = stepsOn(database);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

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
      productionKey: {
        id: copyId,
        accountId: way.production.account.id,
        accountName: way.production.account.name,
      },
      canOpenProductionKey: true,
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

  it("that grants is seen of both keys, and leads only whoever may open the other one to it", async () => {
    const way = await arrangeRequested();
    await grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId: way.caseId });
    const [copyId = ""] = (await copiesOf(way)).map(({ id }) => id);
    expect(await getIntegrationKey(way.ada, way.key.id)).toMatchObject({ goLiveState: "live" });
    expect(await getIntegrationKey(way.gus, copyId)).toMatchObject({ goLiveState: "live" });
    // Dev is nobody in production, and Gus nobody in the sandbox.
    const ofDev = await getGoLive(way.dev, way.key.id);
    expect(ofDev.canOpenProductionKey).toBe(false);
    expect(ofDev.productionKey?.accountName).toBe(way.production.account.name);
    expect((await readCarryOver(way.gus, copyId)).carryOver?.sandboxKey.canOpen).toBe(false);
    expect((await readCarryOver(way.adaInProduction, copyId)).carryOver?.sandboxKey.canOpen).toBe(true);
    // A member there reads no keys, and neither does an account without any.
    await joinAs(database.db, way.production.account.id, way.dev.user.id, "member");
    expect((await getGoLive(way.dev, way.key.id)).canOpenProductionKey).toBe(false);
    await database.owner.query("update accounts set plan = 'business' where id = $1", [
      way.production.account.id,
    ]);
    expect((await see(way)).canOpenProductionKey).toBe(false);
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
