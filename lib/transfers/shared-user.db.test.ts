/** A user that several people share is nobody's word: it confirms no transfer, and what it confirmed is void once it is marked. */
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { accounts, memberships } from "@/db/schema/accounts";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { arrangeStandIn, arrangeTransfer, managerOf } from "@/db/testing/transfer";

import type { SessionContext } from "../kernel/context";
import { useDatabase } from "../kernel/database";
import { updateMember } from "../members/update";
import { carryOutTransfer } from "./steps/carry-out";
import { confirmTransfer } from "./steps/confirm-transfer";
import { openTransfer } from "./steps/open-transfer";
import { getTransfer, getTransferOf } from "./reading/read-transfer";
import { undoTransfer } from "./steps/undo-transfer";

const database = testDatabase(useDatabase);

async function confirm(who: SessionContext, id: string, side: "source" | "destination", reason?: string) {
  const { statementHash } = await getTransfer(who, id);
  const why = reason === undefined ? {} : { reason };
  await confirmTransfer(who, id, { side, fullName: who.user.name, statementHash, ...why });
}

async function arrange() {
  const arranged = await arrangeTransfer(database.db);
  const mark = (isShared: boolean) =>
    updateMember(arranged.gil, { memberId: arranged.source.people.gus.membershipId, isShared });
  return { ...arranged, mark, id: await openTransfer(arranged.gus, arranged.input) };
}

describe("a shared user", () => {
  it("confirms nothing, is told so beforehand, and does as one person", async () => {
    const { gus, gil, id, mark } = await arrange();
    await mark(true);
    expect(await getTransferOf(gus, id)).toMatchObject({ isYouShared: true });
    expect(await getTransferOf(gil, id)).toMatchObject({ isYouShared: false });
    await expect(confirm(gus, id, "source")).rejects.toMatchObject({ code: "shared_user" });
    await mark(false);
    await confirm(gus, id, "source");
    expect(await getTransfer(gus, id)).toMatchObject({ confirmations: [{ side: "source" }] });
  });

  it("voids what it confirmed before, for good", async () => {
    const { gus, ada, sam, id, mark } = await arrange();
    await confirm(gus, id, "source");
    await confirm(ada, id, "destination");
    await mark(true);
    expect(await getTransfer(ada, id)).toMatchObject({
      status: "open",
      confirmations: [{ side: "destination" }],
    });
    await mark(false);
    await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
  });

  it("stands in for no account either", async () => {
    const arranged = await arrangeStandIn(database.db);
    const { ada, olga, input } = arranged;
    const id = await openTransfer(ada, input);
    await database.ownerDb
      .update(memberships)
      .set({ isShared: true })
      .where(and(eq(memberships.userId, olga.user.id), eq(memberships.profile, "viewer")));
    await expect(confirm(olga, id, "source", "They have left")).rejects.toMatchObject({
      code: "shared_user",
    });
    await confirm(arranged.otto, id, "source", "They have left");
  });

  it("voids what it confirmed for another account before, for good, wherever it is marked in the organization", async () => {
    const arranged = await arrangeStandIn(database.db);
    const { ada, olga, input } = arranged;
    const id = await openTransfer(ada, input);
    await confirm(olga, id, "source", "They have left");
    const mark = (isShared: boolean) =>
      database.ownerDb
        .update(memberships)
        .set({ isShared })
        .where(and(eq(memberships.userId, olga.user.id), eq(memberships.profile, "viewer")));
    expect(await getTransfer(ada, id)).toMatchObject({ confirmations: [{ side: "source" }] });
    await mark(true);
    await mark(false);
    expect(await getTransfer(ada, id)).toMatchObject({ confirmations: [] });
  });

  it("keeps what it confirmed where it is marked outside of the organization", async () => {
    const arranged = await arrangeStandIn(database.db);
    const { ada, olga, elsewhere, input } = arranged;
    const id = await openTransfer(ada, input);
    await confirm(olga, id, "source", "They have left");
    await database.ownerDb
      .update(memberships)
      .set({ isShared: true })
      .where(and(eq(memberships.userId, olga.user.id), eq(memberships.accountId, elsewhere.account.id)));
    expect(await getTransfer(ada, id)).toMatchObject({ confirmations: [{ side: "source" }] });
  });
});

it("who stood in for an account has confirmed nothing once it was out of the organization, though it is back", async () => {
  const arranged = await arrangeStandIn(database.db);
  const { ada, olga, organizationId, source, input } = arranged;
  const id = await openTransfer(ada, input);
  await confirm(olga, id, "source", "They have left");
  await confirm(ada, id, "destination");
  const place = (organization: string | null) =>
    database.ownerDb
      .update(accounts)
      .set({ organizationId: organization })
      .where(eq(accounts.id, source.account.id));
  await place(null);
  await place(organizationId);
  expect(await getTransfer(ada, id)).toMatchObject({ confirmations: [{ side: "destination" }] });
  await expect(carryOutTransfer(arranged.sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
  await confirm(olga, id, "source", "They have left");
});

it("an undo gives the app back to an account that is at its limit of active keys by now", async () => {
  const arranged = await arrange();
  const { gus, ada, sam, id, source } = arranged;
  await confirm(gus, id, "source");
  await confirm(ada, id, "destination");
  await carryOutTransfer(sam, id);
  await makeKey(database.db, source.account, gus.user.id);
  await database.ownerDb
    .update(accounts)
    .set({ activeKeyLimit: 1 })
    .where(eq(accounts.id, source.account.id));
  await undoTransfer(sam, id, "It was the wrong app");
  expect(await managerOf(database.db, arranged)).toBe(source.account.id);
});
