import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";

import { users } from "@/db/schema/users";
import { ownersOf } from "@/db/testing/arranging";
import { testDatabase } from "@/db/testing/database";
import { arrangeTransfer, managerOf } from "@/db/testing/transfer";
import { actionsOf, toldTo } from "@/db/testing/way-to-production";

import type { SessionContext } from "../../kernel/context";
import { useDatabase } from "../../kernel/database";
import { deactivateMember } from "../../members/deactivate";
import { deactivatePerson, reactivatePerson } from "../../members/everywhere/change-status";
import { reactivateMember } from "../../members/reactivate";
import { updateMember } from "../../members/update";
import { carryOutTransfer } from "./carry-out";
import { confirmTransfer } from "./confirm-transfer";
import { openTransfer } from "./open-transfer";
import { getTransfer } from "../reading/read-transfer";
import { voidLapsed } from "./void-lapsed";

const database = testDatabase(useDatabase);
const DAY_MS = 86_400_000;

async function arrange() {
  const arranged = await arrangeTransfer(database.db);
  const id = await openTransfer(arranged.gus, arranged.input);
  const { statementHash } = await getTransfer(arranged.gus, id);
  const confirm = (who: SessionContext, side: "source" | "destination") =>
    confirmTransfer(who, id, { side, fullName: who.user.name, statementHash });
  await confirm(arranged.gus, "source");
  await confirm(arranged.ada, "destination");
  return { ...arranged, id, confirm };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

// Of other tests: what waits there is none of this one's.
beforeEach(async () => void (await voidLapsed()));

/** Gus loses what he confirmed by, and gets it back. */
const RETURNS: readonly (readonly [string, (arranged: Arranged) => Promise<unknown>])[] = [
  [
    "deactivated and brought back",
    async ({ gil, source }) => {
      const memberId = source.people.gus.membershipId;
      await deactivateMember(gil, { memberId });
      await reactivateMember(gil, memberId);
    },
  ],
  [
    "demoted and made an admin again",
    async ({ gil, source }) => {
      const memberId = source.people.gus.membershipId;
      await updateMember(gil, { memberId, profile: "viewer" });
      await updateMember(gil, { memberId, profile: "admin" });
    },
  ],
  [
    "deactivated everywhere and brought back",
    async ({ gus, sam }) => {
      const input = { userId: gus.user.id, reason: "Away" };
      await deactivatePerson(sam, input);
      await reactivatePerson(sam, input);
    },
  ],
  [
    "made one of support and not any more",
    async ({ gus }) => {
      const owner = ownersOf(database.db);
      const his = eq(users.id, gus.user.id);
      await owner.update(users).set({ staffRole: "support" }).where(his);
      await owner.update(users).set({ staffRole: null }).where(his);
    },
  ],
];

describe("a confirmation", () => {
  it.each(RETURNS)(
    "of somebody who was %s stays void, on both records, and both sides are told once",
    async (_, goAndComeBack) => {
      const arranged = await arrange();
      const { sam, ada, abe, id, gus, confirm, source, destination } = arranged;
      await goAndComeBack(arranged);
      expect(await getTransfer(ada, id)).toMatchObject({
        status: "open",
        confirmations: [{ side: "destination" }],
      });
      expect((await Promise.all([voidLapsed(), voidLapsed()])).reduce((sum, found) => sum + found)).toBe(1);
      for (const { account } of [source, destination]) {
        const actions = await actionsOf(database.db, account.id);
        expect(actions.filter((action) => action === "transfer.voided")).toHaveLength(1);
      }
      const told = (await toldTo(database.db, abe.user.id)).filter((subject) => subject.includes("is void"));
      expect(told).toHaveLength(1);
      await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
      await confirm(gus, "source");
      await carryOutTransfer(sam, id);
      expect(await managerOf(database.db, arranged)).toBe(destination.account.id);
    },
  );

  it("that became void gives a transfer 14 days anew, however late that was", async () => {
    const arranged = await arrange();
    const { gil, ada, abe, id, source, destination } = arranged;
    await database.owner.query(
      "update transfers set opened_at = opened_at - make_interval(days => 15) where id = $1",
      [id],
    );
    await database.owner.query(
      "update transfer_confirmations set at = at - make_interval(days => 2) where transfer_id = $1",
      [id],
    );
    await deactivateMember(gil, { memberId: source.people.gus.membershipId });
    await deactivateMember(abe, { memberId: destination.people.ada.membershipId });
    const open = await getTransfer(abe, id);
    expect(open).toMatchObject({ status: "open", confirmations: [] });
    expect(Date.parse(open.expiresAt ?? "")).toBeGreaterThan(Date.now() + 13 * DAY_MS);
    expect(await voidLapsed()).toBe(1);
    expect(await getTransfer(abe, id)).toMatchObject({ status: "open" });
    await expect(getTransfer(ada, id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("that becomes void after a transfer has expired does not open it again", async () => {
    const arranged = await arrange();
    const { gil, ada, sam, id, source, confirm } = arranged;
    for (const [column, table, key] of [
      ["opened_at", "transfers", "id"],
      ["at", "transfer_confirmations", "transfer_id"],
    ]) {
      await database.owner.query(
        `update ${table} set ${column} = ${column} - make_interval(days => 15) where ${key} = $1`,
        [id],
      );
    }
    await deactivateMember(gil, { memberId: source.people.gus.membershipId });
    expect(await getTransfer(ada, id)).toMatchObject({ status: "expired", confirmations: [{}, {}] });
    await expect(confirm(gil, "source")).rejects.toMatchObject({ code: "transfer_expired" });
    await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "transfer_expired" });
  });

  it("of nobody who may still give it is touched", async () => {
    const { ada, id } = await arrange();
    expect(await voidLapsed()).toBe(0);
    expect(await getTransfer(ada, id)).toMatchObject({ status: "confirmed" });
  });
});
