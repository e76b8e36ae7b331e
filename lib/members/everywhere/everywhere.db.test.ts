/** A person deactivated everywhere by support: what stops, whose record it is on, and what races with it (R6, S3). */
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { sessions } from "@/db/schema/users";
import { makeKey } from "@/db/testing/key";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { arrangeTransfer, managerOf } from "@/db/testing/transfer";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";
import { actionsOf, joinAs, makeSupporter, toldTo } from "@/db/testing/way-to-production";
import { verdictOf } from "@/testing/verdict";

import { beginRecords } from "../../audit/begin-records";
import { verifyChain } from "../../audit/verify";
import { useDatabase } from "../../kernel/database";
import { startSession } from "../../sessions/start";
import { findSession } from "../../sessions/find";
import { carryOutTransfer } from "../../transfers/steps/carry-out";
import { confirmTransfer } from "../../transfers/steps/confirm-transfer";
import { openTransfer } from "../../transfers/steps/open-transfer";
import { getTransfer } from "../../transfers/reading/read-transfer";
import { deactivatePersonAsOperator, reactivatePersonAsOperator } from "./as-operator";
import { deactivatePerson, reactivatePerson } from "./change-status";
import { getPersonAsSupport, openLookAtPerson } from "./look";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

const reason = "The person has left the company";

/** Max is in two accounts, with a key in each, and admin of the second one beside Gus. */
async function arrange() {
  const first = await makeTenant(database.db, { ada: "admin", max: "member" });
  const second = await makeTenant(database.db, { gus: "admin" });
  const { id: userId } = first.people.max;
  await joinAs(database.db, second.account.id, userId, "admin");
  const keys = [
    await makeKey(database.db, first.account, userId),
    await makeKey(database.db, second.account, userId),
  ];
  await makeKey(database.db, second.account, second.people.gus.id);
  const [sam, sue] = [await makeSupporter(database.db, "sam"), await makeSupporter(database.db, "sue")];
  await beginRecords(database.ownerDb);
  return { first, second, userId, keys, sam, sue, input: { userId, reason } };
}

const verdicts = (keys: readonly { secret: string }[]) =>
  Promise.all(keys.map(({ secret }) => verdictOf(database.db, secret)));

describe("a person who is deactivated everywhere", () => {
  it("is shown with what stops, loses keys and sessions at once, and comes back with what has not ended", async () => {
    const { first, second, userId, keys, sam, input } = await arrange();
    const token = await startSession(contextOf(first, "max").user, contextOf(first, "max").request);
    await expect(getPersonAsSupport(sam, userId)).rejects.toMatchObject({ code: "look_needs_reason" });
    await openLookAtPerson(sam, userId, "Asked by phone");
    const before = await getPersonAsSupport(sam, userId);
    expect(before).toMatchObject({ status: "active", liveKeys: 2, openSessions: 1, blockedBy: [] });
    expect(before.memberships.map(({ preview }) => preview.liveKeys)).toEqual([1, 1]);

    expect(await deactivatePerson(sam, input)).toMatchObject({ status: "deactivated", openSessions: 0 });
    expect(await verdicts(keys)).toEqual(["owner_inactive", "owner_inactive"]);
    expect(await findSession(token)).toBeNull();
    await deactivatePerson(sam, input);
    await reactivatePerson(sam, input);
    expect(await verdicts(keys)).toEqual(["allowed", "allowed"]);
    expect(await findSession(token)).toBeNull();

    for (const id of [first.account.id, second.account.id]) {
      const actions = (await actionsOf(database.db, id)).slice(1);
      // Deactivated already, the answer is a look all the same, for its own reason.
      expect(actions).toEqual([
        "account.viewed_by_staff",
        "person.deactivated",
        "account.viewed_by_staff",
        "person.reactivated",
      ]);
      expect(await verifyChain(database.db, id)).toMatchObject({ isValid: true, differences: [] });
    }
    const own = await actionsOf(database.db, userId);
    expect(own).toEqual(
      expect.arrayContaining(["person.deactivated", "session.revoked", "person.reactivated"]),
    );
    expect(await verifyChain(database.db, userId)).toMatchObject({ isValid: true, differences: [] });
  });

  it("is refused while an account with live keys would be left without an admin, which it names", async () => {
    const { second, sam, input, userId } = await arrange();
    await deactivatePerson(sam, { userId: second.people.gus.id, reason });
    await expect(deactivatePerson(sam, input)).rejects.toMatchObject({
      code: "last_admin",
      message: expect.stringContaining(second.account.name),
    });
    expect(await openLookAtPerson(sam, userId, "Asked by phone")).toMatchObject({
      status: "active",
      blockedBy: [{ id: second.account.id }],
    });
  });

  it("is not whoever asks, nor by somebody who is not of support any more", async () => {
    const { sam, sue, input } = await arrange();
    await expect(deactivatePerson(sam, { userId: sam.user.id, reason })).rejects.toMatchObject({
      code: "forbidden",
    });
    await deactivatePerson(sam, { userId: sue.user.id, reason });
    await expect(deactivatePerson(sue, input)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is shown with the keys that stop by name, and told of to the other admins of each account, once each", async () => {
    const { first, second, userId, keys, sam, input } = await arrange();
    await joinAs(database.db, first.account.id, second.people.gus.id, "admin");
    const seen = await openLookAtPerson(sam, userId, "Asked by phone");
    expect(seen.memberships.flatMap(({ preview }) => preview.keys.map(({ id }) => id))).toEqual(
      keys.map(({ id }) => id),
    );
    await deactivatePerson(sam, input);
    const isTold = "is deactivated in all accounts";
    const ofGus = await toldTo(database.db, second.people.gus.id);
    expect(ofGus.filter((subject) => subject.includes(isTold))).toHaveLength(1);
    expect(await toldTo(database.db, first.people.ada.id)).toHaveLength(1);
    expect(await toldTo(database.db, userId)).toEqual([]);
    await reactivatePerson(sam, input);
    expect((await toldTo(database.db, first.people.ada.id)).at(-1)).toContain("is active again");
  });

  it("who is in no account is looked at with a reason, which is on the own record, once an hour", async () => {
    const { sam, sue } = await arrange();
    const nobody = sue.user.id;
    await expect(getPersonAsSupport(sam, nobody)).rejects.toMatchObject({ code: "look_needs_reason" });
    await Promise.all([1, 2].map(() => openLookAtPerson(sam, nobody, "Asked by phone")));
    expect(await getPersonAsSupport(sam, nobody)).toMatchObject({ memberships: [] });
    const views = async () =>
      (await actionsOf(database.db, nobody)).filter((action) => action === "person.viewed_by_staff");
    expect(await views()).toHaveLength(1);
    await openLookAtPerson(sam, nobody, "Another reason");
    expect(await views()).toHaveLength(2);
    expect(await verifyChain(database.db, nobody)).toMatchObject({ isValid: true, differences: [] });
  });

  it("is the same by a command of the operator, by the same rules", async () => {
    const { first, second, keys } = await arrange();
    useDatabase(database.ownerDb);
    const command = "admin person deactivate";
    const max = { email: contextOf(first, "max").user.email, reason, leavesNone: false };
    expect(await deactivatePersonAsOperator(command, max)).toBe(true);
    expect(await deactivatePersonAsOperator(command, max)).toBe(false);
    expect(await verdicts(keys)).toEqual(["owner_inactive", "owner_inactive"]);
    await expect(
      deactivatePersonAsOperator(command, { ...max, email: contextOf(second, "gus").user.email }),
    ).rejects.toMatchObject({ code: "last_admin" });
    expect(await reactivatePersonAsOperator("admin person reactivate", max)).toBe(true);
    expect(await verdicts(keys)).toEqual(["allowed", "allowed"]);
    expect(await actionsOf(database.db, first.account.id)).toEqual(
      expect.arrayContaining(["person.deactivated", "person.reactivated"]),
    );
  });

  it("has confirmed no transfer any more that waits", async () => {
    const arranged = await arrangeTransfer(database.db);
    const { sam, gus, ada } = arranged;
    const id = await openTransfer(gus, arranged.input);
    for (const [who, side] of [
      [gus, "source"],
      [ada, "destination"],
    ] as const) {
      const { statementHash } = await getTransfer(who, id);
      await confirmTransfer(who, id, { side, fullName: who.user.name, statementHash });
    }
    await deactivatePerson(sam, { userId: gus.user.id, reason });
    await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
    expect(await getTransfer(ada, id)).toMatchObject({
      status: "open",
      confirmations: [{ side: "destination" }],
    });
    expect(await managerOf(database.db, arranged)).toBe(arranged.source.account.id);
  });

  it.each([1, 2, 3])("of two last admins at once, one stays (%i)", async () => {
    const { second, userId, sam, sue } = await arrange();
    useDatabase(pools.db);
    const results = await Promise.allSettled([
      deactivatePerson(sam, { userId, reason }),
      deactivatePerson(sue, { userId: second.people.gus.id, reason }),
    ]);
    useDatabase(database.db);
    const refused = results.flatMap((result) =>
      result.status === "rejected" ? [(result.reason as { code: string }).code] : [],
    );
    expect(refused).toEqual(["last_admin"]);
  });

  it.each([1, 2, 3])("who signs in at that moment has no session after it (%i)", async () => {
    const { first, userId, sam, input } = await arrange();
    const { user, request } = contextOf(first, "max");
    useDatabase(pools.db);
    await Promise.allSettled([deactivatePerson(sam, input), startSession(user, request)]);
    useDatabase(database.db);
    const rows = await database.db.select().from(sessions).where(eq(sessions.userId, userId));
    expect(rows.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
  });
});
