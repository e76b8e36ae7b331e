/** The weekly digest of accounts at risk (S3): whom it tells, of what, and how often. */
import { and, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { accounts } from "@/db/schema/accounts";
import { notices } from "@/db/schema/jobs";
import { testDatabase } from "@/db/testing/database";
import { makeOrganization } from "@/db/testing/organization";
import { makeTenant } from "@/db/testing/tenant";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";
import { joinAs } from "@/db/testing/way-to-production";

import { DIGEST_ACCOUNTS_LISTED } from "../domain/notices/continuity";
import { useDatabase } from "../kernel/database";
import { tellOfContinuity } from "./digest";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

const WEEK_MS = 7 * 86_400_000;
const at = (weeks: number) => new Date(Date.parse("2026-11-30T06:40:00Z") + weeks * WEEK_MS);

const digestsOf = (userId: string) =>
  database.db
    .select({ subject: notices.subject, lines: notices.lines, isDue: sql<boolean>`mail_due_at is not null` })
    .from(notices)
    .where(and(eq(notices.userId, userId), eq(notices.kind, "continuity")));

/** Ada alone manages the first account; the second has two admins. Grace is admin of the organization of both. */
async function arrange() {
  const lone = await makeTenant(database.db, { ada: "admin", max: "member" });
  const safe = await makeTenant(database.db, { gus: "admin", gil: "admin", grace: "viewer" });
  const { ada, max, gus, grace } = { ...lone.people, ...safe.people };
  const organizationId = await makeOrganization(database.db, {
    accountIds: [lone.account.id, safe.account.id],
    adminIds: [grace.id],
  });
  return { lone, ada, max, gus, grace, organizationId };
}

describe("the weekly digest", () => {
  it("tells admins of an account at risk and its organization's, with links, and nobody else", async () => {
    const { lone, ada, max, gus, grace, organizationId } = await arrange();
    await tellOfContinuity(at(0));
    const [toAda] = await digestsOf(ada.id);
    expect(toAda).toMatchObject({ subject: "1 account depends on too few people", isDue: true });
    expect(toAda?.lines[0]).toMatchObject({
      link: { label: lone.account.name, path: `/accounts/${lone.account.id}/continuity` },
      text: expect.stringContaining("One admin alone can manage the account"),
    });
    const [toGrace] = await digestsOf(grace.id);
    expect(toGrace?.lines[0]?.link?.path).toBe(`/organizations/${organizationId}`);
    expect([await digestsOf(max.id), await digestsOf(gus.id)]).toEqual([[], []]);
  });

  it("is one per person and week, however often and by two at once, with all accounts in it", async () => {
    const { ada } = await arrange();
    for (let index = 0; index < DIGEST_ACCOUNTS_LISTED; index += 1) {
      const { account } = await makeTenant(database.db, {});
      await joinAs(database.db, account.id, ada.id, "admin");
    }
    useDatabase(pools.db);
    await Promise.all([tellOfContinuity(at(1)), tellOfContinuity(at(1))]);
    useDatabase(database.db);
    await tellOfContinuity(new Date(at(2).getTime() - 1));
    const [digest, ...more] = await digestsOf(ada.id);
    expect(more).toEqual([]);
    expect(digest?.subject).toBe(`${DIGEST_ACCOUNTS_LISTED + 1} accounts depend on too few people`);
    expect(digest?.lines).toHaveLength(DIGEST_ACCOUNTS_LISTED + 2);
    await tellOfContinuity(at(2));
    expect(await digestsOf(ada.id)).toHaveLength(2);
  });

  it("leaves out what is closed, and whoever has nothing left to do", async () => {
    const { lone, ada } = await arrange();
    await database.ownerDb.update(accounts).set({ status: "closed" }).where(eq(accounts.id, lone.account.id));
    await tellOfContinuity(at(3));
    expect(await digestsOf(ada.id)).toEqual([]);
  });
});
