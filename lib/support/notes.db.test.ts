import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { actionsOf, makeSupporter } from "@/db/testing/way-to-production";

import { requestAccess } from "../accounts/access-request";
import { WriteCaseNoteBody } from "../contracts/support/support-desk";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { listCaseNotes, writeCaseNote } from "./case-notes";
import { declineCase } from "./close-case";

const database = testDatabase(useDatabase);

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" }, { hasIntegrationKeys: false });
  const { case: opened } = await requestAccess(contextOf(tenant, "ada"), { message: "We want to export" });
  if (!opened) throw new Error("No case was opened");
  return { accountId: tenant.account.id, opened, sam: await makeSupporter(database.db, "sam") };
}

describe("notes on a case", () => {
  it("are read by all of support, the latest first, a page at a time, and stay when the case is closed", async () => {
    const { opened, sam } = await arrange();
    const sue = await makeSupporter(database.db, "sue");
    await writeCaseNote(sam, opened.id, "They called; the contract is signed");
    await declineCase(sue, { caseId: opened.id, reason: "No contract yet" });
    await writeCaseNote(sue, opened.id, "It was not");
    const first = await listCaseNotes(sam, opened.id, { limit: 1 });
    expect(first.data).toMatchObject([{ text: "It was not", author: { name: "sue" } }]);
    const rest = await listCaseNotes(sam, opened.id, { limit: 50, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ data: [{ author: { name: "sam" } }], nextCursor: null });
  });

  it("are on their author's record without what was written, and a look at them on the account's", async () => {
    const { accountId, opened, sam } = await arrange();
    await writeCaseNote(sam, opened.id, "They called");
    expect(await actionsOf(database.db, accountId)).toEqual(["access.requested"]);
    const rows = await database.db.select().from(auditEvents).where(eq(auditEvents.chainId, sam.user.id));
    expect(rows).toMatchObject([
      {
        action: "case.noted",
        actorKind: "staff",
        subjectId: opened.id,
        after: { caseNumber: opened.number },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain("They called");
    await Promise.all([
      listCaseNotes(sam, opened.id, { limit: 50 }),
      listCaseNotes(sam, opened.id, { limit: 50 }),
    ]);
    expect(await actionsOf(database.db, accountId)).toEqual(["access.requested", "account.viewed_by_staff"]);
  });

  it("that two write at once are both kept", async () => {
    const { opened, sam } = await arrange();
    const sue = await makeSupporter(database.db, "sue");
    await Promise.all([writeCaseNote(sam, opened.id, "One"), writeCaseNote(sue, opened.id, "Two")]);
    const { data } = await listCaseNotes(sam, opened.id, { limit: 50 });
    expect(data.map(({ text }) => text).toSorted()).toEqual(["One", "Two"]);
  });

  it("need a case, and are refused without words, with too many, and hold no secret", async () => {
    const { sam } = await arrange();
    await expect(writeCaseNote(sam, newId(), "Lost")).rejects.toMatchObject({ code: "not_found" });
    await expect(listCaseNotes(sam, newId(), { limit: 50 })).rejects.toMatchObject({ code: "not_found" });
    for (const text of ["", "  ", "x".repeat(2_001), "a\u0000b", 7]) {
      expect(WriteCaseNoteBody.safeParse({ text }).success).toBe(false);
    }
    const pasted = `They mailed ik_live_${"a".repeat(46)}`;
    expect(WriteCaseNoteBody.parse({ text: pasted }).text).toBe("They mailed ik_live_…");
  });

  it("can't be changed or taken back, not even past the product's verbs", async () => {
    const { opened, sam } = await arrange();
    const { id } = await writeCaseNote(sam, opened.id, "As it was");
    for (const statement of [
      "update case_notes set text = 'Other' where id = $1",
      "delete from case_notes where id = $1",
    ]) {
      await expect(database.db.$client.query(statement, [id])).rejects.toMatchObject({ code: "42501" });
    }
  });
});
