/** A transfer is a case of support's queue, from its opening to its end. */
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { POST as carryOut } from "@/app/api/transfers/[transferId]/carry-out/route";
import { POST as undo } from "@/app/api/transfers/[transferId]/undo/route";
import { memberships } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { supportCases } from "@/db/schema/support-cases";
import { transfers } from "@/db/schema/transfers";
import { testDatabase } from "@/db/testing/database";
import { arrangeTransfer, managerOf } from "@/db/testing/transfer";
import { actionsOf, makeSupporter, toldTo } from "@/db/testing/way-to-production";
import { call, cookieOf, jsonOf } from "@/testing/console";

import { CaseListQuery } from "../contracts/support/support";
import { CONFIRMATION_VALID_MS } from "../domain/transfers/transfer";
import type { AuditAction } from "../domain/record/audit-event";
import type { SessionContext } from "../kernel/context";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { assignCase } from "../support/assign-case";
import { getCase } from "../support/get-case";
import { listCases } from "../support/list-cases";
import { declineTransferCase, grantTransferCase } from "./steps/answer-case";
import { confirmTransfer } from "./steps/confirm-transfer";
import { declineTransfer, withdrawTransfer } from "./steps/end-transfer";
import { expireTransfers } from "./steps/expire-transfers";
import { openTransfer, openTransferAsSupport } from "./steps/open-transfer";
import { getTransfer } from "./reading/read-transfer";
import { undoTransfer } from "./steps/undo-transfer";

const database = testDatabase(useDatabase);

async function arrange() {
  const arranged = await arrangeTransfer(database.db);
  const id = await openTransfer(arranged.gus, arranged.input);
  const { statementHash } = await getTransfer(arranged.gus, id);
  const confirm = (who: SessionContext, side: "source" | "destination") =>
    confirmTransfer(who, id, { side, fullName: who.user.name, statementHash });
  return {
    ...arranged,
    id,
    caseId: await caseIdOf(id),
    confirm,
    confirmBoth: async () => {
      await confirm(arranged.gus, "source");
      await confirm(arranged.ada, "destination");
    },
  };
}

async function caseOf(transferId: string) {
  const rows = await database.db.select().from(supportCases).where(eq(supportCases.transferId, transferId));
  expect(rows).toHaveLength(1);
  return rows[0];
}

async function caseIdOf(transferId: string): Promise<string> {
  return (await caseOf(transferId))?.id ?? "";
}

/** Makes a transfer's clock say that it and its confirmations are older. */
async function age(id: string, ms: number) {
  const by = [id, ms / 1_000];
  await database.owner.query(
    "update transfers set opened_at = opened_at - make_interval(secs => $2) where id = $1",
    by,
  );
  await database.owner.query(
    "update transfer_confirmations set at = at - make_interval(secs => $2) where transfer_id = $1",
    by,
  );
}

describe("the case of a transfer", () => {
  it("is in the queue with age and assignment, whoever opened it, and repeats no words of the account", async () => {
    const { id, caseId, gus, sam, source, destination, app } = await arrange();
    const bySupport = await arrangeTransfer(database.db);
    const second = await openTransferAsSupport(bySupport.sam, bySupport.input);
    const list = await listCases(sam, CaseListQuery.parse({ kind: "transfer", limit: 100 }));
    const mine = list.data.find((each) => each.id === caseId);
    expect(mine).toMatchObject({
      kind: "transfer",
      account: { id: source.account.id },
      openedBy: { id: gus.user.id },
      assignedTo: null,
      goLive: null,
      transfer: { id, clientId: app.clientId, destination: { id: destination.account.id } },
    });
    expect(JSON.stringify(mine)).not.toContain("The team has moved");
    expect(list.data.map((each) => each.transfer?.id)).toContain(second);
    await assignCase(sam, caseId);
    expect(await getCase(sam, caseId)).toMatchObject({
      message: "The team has moved",
      assignedTo: { id: sam.user.id },
      transfer: { keyName: "Signing portal" },
    });
    for (const { account } of [source, destination]) {
      expect(await actionsOf(database.db, account.id)).toEqual([
        "transfer.opened",
        "case.assigned",
        "account.viewed_by_staff",
      ]);
    }
  });

  it("is no Go Live case of the app, which would stand against moving it", async () => {
    const { id, gus } = await arrange();
    expect(await getTransfer(gus, id)).toMatchObject({ unmetConditions: [] });
  });

  it("is granted by carrying out, with a word to both; who comes second is told, who did it is not", async () => {
    const arranged = await arrange();
    const { id, caseId, sam, ada, destination } = arranged;
    const sue = await makeSupporter(database.db, "sue");
    await expect(grantTransferCase(sam, { caseId })).rejects.toMatchObject({ code: "not_confirmed" });
    await arranged.confirmBoth();
    await grantTransferCase(sam, { caseId, note: "As agreed by phone" });
    await grantTransferCase(sam, { caseId });
    await expect(grantTransferCase(sue, { caseId })).rejects.toMatchObject({ code: "transfer_carried_out" });
    expect(await caseOf(id)).toMatchObject({
      status: "granted",
      closedBy: sam.user.id,
      resolution: "As agreed by phone",
    });
    expect(await managerOf(database.db, arranged)).toBe(destination.account.id);
    expect(await toldTo(database.db, ada.user.id)).toContain(
      `Signing portal is managed by ${destination.account.name} now`,
    );
    await undoTransfer(sam, id, "The wrong account");
    expect(await caseOf(id)).toMatchObject({ status: "granted" });
  });

  it("ends with the transfer, as it does: declined, withdrawn by who opened it, withdrawn by support", async () => {
    const declined = await arrange();
    await declineTransfer(declined.ada, declined.id, "Not ours");
    expect(await caseOf(declined.id)).toMatchObject({
      status: "declined",
      closedBy: declined.ada.user.id,
      resolution: "Not ours",
    });
    const withdrawn = await arrange();
    await withdrawTransfer(withdrawn.gus, withdrawn.id, "We stay");
    expect(await caseOf(withdrawn.id)).toMatchObject({
      status: "withdrawn",
      closedBy: withdrawn.gus.user.id,
    });
    const bySupport = await arrange();
    const { sam, caseId, id, gus } = bySupport;
    await declineTransferCase(sam, { caseId, reason: "Nobody can confirm" });
    expect(await caseOf(id)).toMatchObject({ status: "withdrawn", resolution: "Nobody can confirm" });
    expect(await getTransfer(gus, id)).toMatchObject({
      status: "withdrawn",
      endReason: "Nobody can confirm",
    });
    await expect(declineTransferCase(sam, { caseId: id, reason: "No case" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a transfer whose time is over", () => {
  it("is ended once, by however many look: on both records, to both sides, and in its case", async () => {
    const { id, gus, ada, source, destination } = await arrange();
    await age(id, CONFIRMATION_VALID_MS);
    const counts = await Promise.all([expireTransfers(), expireTransfers()]);
    await expireTransfers();
    expect(counts[0] + counts[1]).toBe(1);
    const [row] = await database.db.select().from(transfers).where(eq(transfers.id, id));
    expect(row).toMatchObject({ state: "expired", endedBy: null });
    expect(await caseOf(id)).toMatchObject({ status: "expired", closedBy: null });
    for (const { account } of [source, destination]) {
      expect(await actionsOf(database.db, account.id)).toEqual(["transfer.opened", "transfer.expired"]);
    }
    for (const who of [gus, ada]) {
      const told = await toldTo(database.db, who.user.id);
      expect(told.filter((subject) => subject.includes("has expired"))).toHaveLength(1);
    }
  });

  it("is not one of which a confirmation began its 14 days later", async () => {
    const { id, gus, confirm } = await arrange();
    await age(id, CONFIRMATION_VALID_MS - 60_000);
    await confirm(gus, "source");
    await age(id, 120_000);
    expect(await expireTransfers()).toBe(0);
    expect(await getTransfer(gus, id)).toMatchObject({ status: "open" });
  });
});

describe("a step that support takes in a case of its own", () => {
  it("names that case on the record of the account that it is about, to the other side the transfer's, as where none is given", async () => {
    const { sam, confirmBoth, id, caseId, source, destination } = await arrange();
    const opened = await openAnother(source.account.id);
    await confirmBoth();
    const cookie = await cookieOf(sam.user);
    const params = { transferId: id };
    const given = { path: `/api/transfers/${id}/carry-out`, params, cookie };
    const elsewhere = { ...given, json: { caseId: (await arrange()).caseId } };
    expect(await jsonOf(await call(carryOut, elsewhere))).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/caseId", code: "other_case" }],
    });
    const done = await call(carryOut, { ...given, json: { caseId: opened, reason: "Asked by phone" } });
    expect(done.status).toBe(200);
    const undone = { ...given, path: `/api/transfers/${id}/undo`, json: { reason: "The wrong account" } };
    expect((await call(undo, undone)).status).toBe(200);
    expect(await casesOn(source.account.id, "transfer.carried_out")).toEqual([opened]);
    expect(await casesOn(destination.account.id, "transfer.carried_out")).toEqual([caseId]);
    for (const { account } of [source, destination]) {
      expect(await casesOn(account.id, "transfer.undone")).toEqual([caseId]);
    }
  });

  it("needs no body where it is carried out", async () => {
    const { sam, confirmBoth, id } = await arrange();
    await confirmBoth();
    const cookie = await cookieOf(sam.user);
    const given = {
      method: "POST",
      path: `/api/transfers/${id}/carry-out`,
      params: { transferId: id },
      cookie,
    };
    expect((await call(carryOut, { ...given, json: { reason: "" } })).status).toBe(422);
    expect((await call(carryOut, given)).status).toBe(200);
  });
});

/** A case about an account that is no transfer. */
async function openAnother(accountId: string) {
  const id = newId();
  const opened = { id, kind: "access_request", accountId, message: "Keys, please" } as const;
  const [person] = await database.db
    .select({ id: memberships.userId })
    .from(memberships)
    .where(eq(memberships.accountId, accountId))
    .limit(1);
  await database.db
    .insert(supportCases)
    .values({ ...opened, openedBy: person?.id ?? "", openedAt: new Date() });
  return id;
}

/** The cases that these events of a record name. */
async function casesOn(accountId: string, action: AuditAction) {
  const rows = await database.db
    .select({ after: auditEvents.after })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, accountId), eq(auditEvents.action, action)));
  return rows.map(({ after }) => after?.["caseId"]);
}
