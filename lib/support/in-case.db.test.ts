/** What support does in a case is on the account's record with its number. */
import { describe, expect, it, beforeEach, afterEach, vi } from "vitest";

import { desc, eq } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit-events";
import { testDatabase } from "@/db/testing/database";
import { makeOrganization } from "@/db/testing/organization";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { arrangeTransfer } from "@/db/testing/transfer";
import { makeSupporter } from "@/db/testing/way-to-production";

import { requestAccess } from "../accounts/access-request";
import { listAuditEvents } from "../audit/list";
import { deedWords } from "../domain/record/audit-words";
import type { StaffContext } from "../kernel/context";
import { useDatabase } from "../kernel/database";
import { createOrganization, placeAccount } from "../organizations/place-account";
import { confirmTransfer } from "../transfers/steps/confirm-transfer";
import { openTransfer } from "../transfers/steps/open-transfer";
import { getTransfer, lookAtTransfer } from "../transfers/reading/read-transfer";
import { closeAccountAsSupport, reopenAccountAsSupport } from "./close-account";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("DEMO", "on"));
afterEach(() => void vi.unstubAllEnvs());
const reason = "As asked";

async function arrange() {
  const tenant = await makeTenant(database.db, { uma: "admin" }, { hasIntegrationKeys: false });
  const { case: opened } = await requestAccess(contextOf(tenant, "uma"), { message: "We want to export" });
  if (!opened) throw new Error("No case was opened");
  return { tenant, accountId: tenant.account.id, opened, sam: await makeSupporter(database.db, "sam") };
}

async function lastOf(chainId: string) {
  const [event] = await database.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.chainId, chainId))
    .orderBy(desc(auditEvents.sequence))
    .limit(1);
  if (!event) throw new Error("Nothing is on this record");
  return event;
}

type Given = { readonly accountId: string; readonly caseId: string };
const CHANGES: readonly [string, (sam: StaffContext, given: Given) => Promise<unknown>][] = [
  ["closing", (sam, given) => closeAccountAsSupport(sam, { ...given, reason })],
  [
    "reopening",
    async (sam, given) => {
      await closeAccountAsSupport(sam, { accountId: given.accountId, reason });
      return reopenAccountAsSupport(sam, { ...given, reason });
    },
  ],
  ["making an organization", (sam, given) => createOrganization(sam, { ...given, name: "Group", reason })],
  [
    "taking out of an organization",
    async (sam, given) => {
      await createOrganization(sam, { accountId: given.accountId, name: "Group", reason });
      const out = { ...given, organizationId: null, reason, leavesNone: true };
      return placeAccount(sam, out);
    },
  ],
];

describe("support's case", () => {
  it.each(CHANGES)("is on the record of %s, and has to be about the account", async (_what, run) => {
    const { accountId, opened, sam } = await arrange();
    const other = await arrange();
    await expect(run(sam, { accountId, caseId: other.opened.id })).rejects.toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/caseId" }],
    });
    const second = await arrange();
    await run(sam, { accountId: second.accountId, caseId: second.opened.id });
    const event = await lastOf(second.accountId);
    expect(event.after).toMatchObject({ caseId: second.opened.id });
    expect(deedWords(event)).toMatch(/ in case \d+$/);
    expect(opened.id).not.toBe(second.opened.id);
  });
});

describe("a case of one account", () => {
  it("is on no record of another of its organization, where a change ends somebody's right", async () => {
    const { tenant, accountId, opened, sam } = await arrange();
    const sibling = await makeTenant(database.db, { ben: "admin" });
    const adminIds = [tenant.people.uma.id, sibling.people.ben.id];
    await makeOrganization(database.db, { accountIds: [accountId, sibling.account.id], adminIds });
    await placeAccount(sam, { accountId, organizationId: null, reason, caseId: opened.id });
    expect((await lastOf(accountId)).after).toMatchObject({ caseNumber: opened.number });
    const told = await lastOf(sibling.account.id);
    expect(told.action).toBe("organization.admin_removed");
    expect(JSON.stringify(told.after)).not.toContain(opened.id);
    expect(deedWords(told)).not.toContain("case");
  });
});

describe("a transfer's case", () => {
  it("is on both records with each of its events, and found there by its number", async () => {
    const { gus, ada, sam, input, destination } = await arrangeTransfer(database.db);
    const id = await openTransfer(gus, input);
    const { statementHash } = await getTransfer(gus, id);
    await confirmTransfer(gus, id, { side: "source", fullName: gus.user.name, statementHash });
    await lookAtTransfer(sam, id);
    const { after } = await lastOf(destination.account.id);
    const number = Number(after?.["caseNumber"]);
    const found = await listAuditEvents(ada, { q: `case ${number}`, limit: 10 });
    expect(found.data.map(({ action }) => action)).toEqual([
      "account.viewed_by_staff",
      "transfer.confirmed",
      "transfer.opened",
    ]);
    expect((await listAuditEvents(ada, { q: `case ${number + 1}`, limit: 10 })).data).toEqual([]);
  });
});
