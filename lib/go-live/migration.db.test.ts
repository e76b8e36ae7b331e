/** A request for migration: who may make it, into which account, and how it is taken back. */
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { supportCases } from "@/db/schema/support-cases";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";
import { joinAs, makeSupporter } from "@/db/testing/way-to-production";
import { stepsOn } from "@/testing/way-steps";

import { REVIEW_VALID_MS } from "../domain/go-live/journey";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { getCase } from "../support/get-case";
import { grantGoLiveCase } from "./decide-case";
import { requestMigration } from "./request-migration";
import { withdrawMigration } from "./withdraw";

const database = testDatabase(useDatabase);
const { arrange, arrangeRequested, review, migrate, see, actionsIn, copiesOf } = stepsOn(database);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

/** Makes the clock of the journey say that its review was so long ago. */
async function reviewedAgo(way: { readonly key: { readonly id: string } }, ms: number) {
  await database.owner.query(
    `update go_live_journeys set review_at = clock_timestamp() - make_interval(secs => $2),
       review_expires_at = clock_timestamp() - make_interval(secs => $2) + make_interval(secs => $3) where key_id = $1`,
    [way.key.id, ms / 1_000, REVIEW_VALID_MS / 1_000],
  );
}

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

  it("carries a note to whoever decides: beside the evidence, on the board, and on both records", async () => {
    const way = await arrange();
    await review(way);
    const note = "Due on Monday: <b>please</b>";
    await requestMigration(way.ada, { keyId: way.key.id, accountId: way.production.account.id, note });
    const { migration } = await see(way);
    expect(migration).toMatchObject({ note });
    const sam = await makeSupporter(database.db, "sam");
    const { goLive } = await getCase(sam, migration?.caseId ?? "");
    expect(goLive?.evidence.note).toBe(note);
    for (const { account } of [way.sandbox, way.production]) {
      const [event] = await database.db
        .select({ after: auditEvents.after })
        .from(auditEvents)
        .where(
          and(eq(auditEvents.chainId, account.id), eq(auditEvents.action, "go_live.migration_requested")),
        );
      expect(event?.after).toMatchObject({ note });
    }
  });

  it("tells support of whoever asked by name", async () => {
    const way = await arrangeRequested();
    const sam = await makeSupporter(database.db, "sam");
    const { goLive } = await getCase(sam, way.caseId);
    const details = goLive?.evidence.prerequisites.map(({ detail }) => detail).join(" ");
    expect(details).toContain(`${way.ada.user.name} is its admin`);
    expect(details).not.toMatch(/\byou\b/i);
    expect(goLive?.evidence).not.toHaveProperty("note");
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
