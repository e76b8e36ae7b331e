/** Closing an account, what still goes on in it, and what races with it (S3). */
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { notices } from "@/db/schema/jobs";
import { makeApp, makeToken } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { arrangeTransfer, managerOf } from "@/db/testing/transfer";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";
import { actionsOf, makeSupporter, toldTo } from "@/db/testing/way-to-production";
import { verdictOf } from "@/testing/verdict";

import { requestAccess } from "../accounts/access-request";
import { updateKeyPolicy } from "../accounts/update-key-policy";
import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { addClientSecret } from "../integration-keys/apps/add-secret";
import { createIntegrationKey } from "../integration-keys/keys/making/create";
import { getIntegrationKey } from "../integration-keys/keys/reading/get";
import { revokeIntegrationKey } from "../integration-keys/revocations/revoke";
import { useDatabase } from "../kernel/database";
import { deactivateMember } from "../members/deactivate";
import { invite } from "../members/invitations/invite";
import { listMembers } from "../members/list";
import { closeAccount } from "../provisioning/close-account";
import { carryOutTransfer } from "../transfers/steps/carry-out";
import { confirmTransfer } from "../transfers/steps/confirm-transfer";
import { openTransfer } from "../transfers/steps/open-transfer";
import { getTransfer } from "../transfers/reading/read-transfer";
import { closeAccountAsSupport, reopenAccountAsSupport } from "./close-account";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

const reason = "The contract has ended";
const newKey = {
  name: "Nightly export",
  method: "long_lived",
  scopes: ["agreements:read"],
  allowedRanges: [],
  expiresAt: undefined,
  idempotencyKey: null,
} as const;

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const { id: accountId } = tenant.account;
  const sam = await makeSupporter(database.db, "sam");
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  const app = await makeApp(database.db, tenant.account, tenant.people.ada.id);
  await beginRecords(database.ownerDb);
  return { tenant, accountId, sam, key, app, ada: contextOf(tenant, "ada"), input: { accountId, reason } };
}

describe("a closed account", () => {
  it("is closed and opened by support with a reason, on its record, and its admins are told of each", async () => {
    const { tenant, accountId, sam, input } = await arrange();
    expect(await closeAccountAsSupport(sam, input)).toMatchObject({ status: "closed" });
    expect(await closeAccountAsSupport(sam, input)).toMatchObject({ status: "closed" });
    expect(await reopenAccountAsSupport(sam, input)).toMatchObject({ status: "active" });
    await closeAccountAsSupport(sam, input);
    const actions = (await actionsOf(database.db, accountId)).slice(1);
    // Closed already, the answer is a look all the same.
    expect(actions).toEqual([
      "account.closed",
      "account.viewed_by_staff",
      "account.reopened",
      "account.closed",
    ]);
    const { name } = tenant.account;
    const told = [`${name} is closed`, `${name} is open again`, `${name} is closed`];
    expect(await toldTo(database.db, tenant.people.ada.id)).toEqual(told);
    expect(await toldTo(database.db, tenant.people.max.id)).toEqual([]);
    const [notice] = await database.db
      .select()
      .from(notices)
      .where(eq(notices.accountId, accountId))
      .limit(1);
    expect(JSON.stringify(notice?.lines)).toContain(reason);
    expect(await verifyChain(database.db, accountId)).toMatchObject({ isValid: true, differences: [] });
  });

  it("refuses every change with one code but a revocation, and can be read", async () => {
    const { tenant, sam, key, app, ada, input } = await arrange();
    await closeAccountAsSupport(sam, input);
    const { membershipId: memberId } = tenant.people.max;
    const changes: (() => Promise<unknown>)[] = [
      () => createIntegrationKey(ada, { ...newKey, scopes: [...newKey.scopes], allowedRanges: [] }),
      () => addClientSecret(ada, { keyId: app.id, name: "Server" }),
      () => deactivateMember(ada, { memberId }),
      () => invite(ada, { email: "new@example.test", profile: "member" }),
      () => requestAccess(ada, { message: "Please" }),
      () =>
        updateKeyPolicy(ada, {
          defaultLifetimeDays: 30,
          maximumLifetimeDays: 90,
          isGoLiveRequired: false,
          version: 1,
        }),
    ];
    for (const change of changes) await expect(change()).rejects.toMatchObject({ code: "account_closed" });
    expect(await getIntegrationKey(ada, key.id)).toMatchObject({ status: "active" });
    expect((await listMembers(ada, { limit: 10 })).data).toHaveLength(2);
    for (const { id } of [key, app]) {
      expect(await revokeIntegrationKey(ada, { keyId: id, reason })).toMatchObject({ status: "revoked" });
    }
  });

  it("ends the calls of its long-lived keys, and not those of its apps, from the answer on (I1)", async () => {
    const { sam, key, app, input } = await arrange();
    const elsewhere = await makeTenant(database.db, { gus: "admin" });
    const token = await makeToken(database.db, app, elsewhere.account.id, elsewhere.people.gus.id);
    const verdicts = async () => [
      await verdictOf(database.db, key.secret),
      await verdictOf(database.db, token.secret, "access_token"),
    ];
    expect(await verdicts()).toEqual(["allowed", "allowed"]);
    await closeAccountAsSupport(sam, input);
    expect(await verdicts()).toEqual(["account_closed", "allowed"]);
    await reopenAccountAsSupport(sam, input);
    expect(await verdicts()).toEqual(["allowed", "allowed"]);
  });
});

async function arrangeConfirmed() {
  const arranged = await arrangeTransfer(database.db);
  const { gus, ada } = arranged;
  const id = await openTransfer(gus, arranged.input);
  const confirm = async (who: typeof gus, side: "source" | "destination") => {
    const { statementHash } = await getTransfer(who, id);
    await confirmTransfer(who, id, { side, fullName: who.user.name, statementHash });
  };
  return { ...arranged, id, confirm: () => confirm(gus, "source").then(() => confirm(ada, "destination")) };
}

const rounds = [1, 2, 3];

describe("closing, and somebody else at the same moment", () => {
  it.each(rounds)("creating a key: none is on the record after the closing (%i)", async () => {
    const { accountId, sam, ada, input } = await arrange();
    useDatabase(pools.db);
    const [closed, created] = await Promise.allSettled([
      closeAccountAsSupport(sam, input),
      createIntegrationKey(ada, { ...newKey, scopes: [...newKey.scopes], allowedRanges: [] }),
    ]);
    useDatabase(database.db);
    expect(closed.status).toBe("fulfilled");
    const actions = (await actionsOf(database.db, accountId)).slice(1);
    expect(actions).toEqual(
      created.status === "fulfilled" ? ["key.created", "account.closed"] : ["account.closed"],
    );
    if (created.status === "rejected") expect(created.reason).toMatchObject({ code: "account_closed" });
  });

  it.each(rounds)("a command of the operator: it is closed once (%i)", async () => {
    const { accountId, sam, input } = await arrange();
    useDatabase(pools.db);
    await Promise.all([
      closeAccountAsSupport(sam, input),
      closeAccount("admin account close", accountId, reason),
    ]);
    useDatabase(database.db);
    const [, ...actions] = await actionsOf(database.db, accountId);
    const whereSupportWasLate = ["account.closed", "account.viewed_by_staff"];
    expect([["account.closed"], whereSupportWasLate]).toContainEqual(actions);
  });

  it.each(rounds)("carrying out a transfer into it: moved before, or refused after (%i)", async () => {
    const arranged = await arrangeConfirmed();
    const { sam, id, source, destination } = arranged;
    await arranged.confirm();
    useDatabase(pools.db);
    const [closed, moved] = await Promise.allSettled([
      closeAccountAsSupport(sam, { accountId: destination.account.id, reason }),
      carryOutTransfer(sam, id),
    ]);
    useDatabase(database.db);
    expect(closed.status).toBe("fulfilled");
    const order = (await actionsOf(database.db, destination.account.id)).filter((action) =>
      /closed|carried_out/.test(action),
    );
    const isMoved = moved.status === "fulfilled";
    expect(order).toEqual(isMoved ? ["transfer.carried_out", "account.closed"] : ["account.closed"]);
    if (!isMoved) expect(moved.reason).toMatchObject({ code: "transfer_conditions" });
    expect(await managerOf(database.db, arranged)).toBe(isMoved ? destination.account.id : source.account.id);
  });

  it("a transfer out of it is opened, confirmed and carried out all the same", async () => {
    const arranged = await arrangeTransfer(database.db);
    const { sam, gus, ada, source, destination } = arranged;
    await closeAccountAsSupport(sam, { accountId: source.account.id, reason });
    const id = await openTransfer(gus, arranged.input);
    for (const [who, side] of [
      [gus, "source"],
      [ada, "destination"],
    ] as const) {
      const { statementHash } = await getTransfer(who, id);
      await confirmTransfer(who, id, { side, fullName: who.user.name, statementHash });
    }
    await carryOutTransfer(sam, id);
    expect(await managerOf(database.db, arranged)).toBe(destination.account.id);
  });
});
