import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { accounts, memberships } from "@/db/schema/accounts";
import { credentials, integrationKeys, redirectUris } from "@/db/schema/integration-keys";
import { transfers } from "@/db/schema/transfers";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeOrganization } from "@/db/testing/organization";
import { users } from "@/db/schema/users";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { arrangeTransfer, managerOf, type ArrangedTransfer } from "@/db/testing/transfer";
import { actionsOf, joinAs, toldTo } from "@/db/testing/way-to-production";

import type { OpenTransferInput } from "../contracts/accounts/transfers";
import { CONFIRMATION_VALID_MS, UNDO_MS, type TransferSide } from "../domain/transfers/transfer";
import { addClientSecret } from "../integration-keys/apps/add-secret";
import { listRedirectUris, setRedirectUris } from "../integration-keys/apps/redirect-uris";
import { setImplicit } from "../integration-keys/apps/set-implicit";
import type { SessionContext } from "../kernel/context";
import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { useDatabase } from "../kernel/database";
import { changeTransfer } from "./steps/change-transfer";
import { carryOutTransfer } from "./steps/carry-out";
import { confirmTransfer } from "./steps/confirm-transfer";
import { declineTransfer, withdrawTransfer, withdrawTransferAsSupport } from "./steps/end-transfer";
import { openTransfer, openTransferAsSupport } from "./steps/open-transfer";
import {
  getReceipt,
  getTransfer,
  getTransferAsSupport,
  listTransfers,
  lookAtTransfer,
} from "./reading/read-transfer";
import { undoTransfer } from "./steps/undo-transfer";

const database = testDatabase(useDatabase);

const arrange = (options?: Parameters<typeof arrangeTransfer>[1]) => arrangeTransfer(database.db, options);

async function arrangeOpen(
  changes: Partial<OpenTransferInput> = {},
  options?: Parameters<typeof arrange>[0],
) {
  const arranged = await arrange(options);
  const id = await openTransfer(arranged.gus, { ...arranged.input, ...changes });
  return { ...arranged, id };
}

async function confirm(
  session: SessionContext,
  id: string,
  side: TransferSide,
  fullName = session.user.name,
) {
  const { statementHash } = await getTransferBy(id);
  await confirmTransfer(session, id, { side, fullName, statementHash });
}

async function getTransferBy(id: string) {
  const [row] = await database.db.select().from(transfers).where(eq(transfers.id, id));
  if (!row) throw new Error("There is no such transfer");
  return row;
}

async function arrangeConfirmed(changes: Partial<OpenTransferInput> = {}) {
  const opened = await arrangeOpen(changes);
  await confirm(opened.gus, opened.id, "source");
  await confirm(opened.ada, opened.id, "destination");
  return opened;
}

const actionsIn = ({ source, destination }: ArrangedTransfer) =>
  Promise.all([source, destination].map(({ account }) => actionsOf(database.db, account.id)));

const past = (column: string) => `${column} = ${column} - make_interval(secs => $2)`;

/** Makes the clock of a transfer say that everything in it was so long ago. */
async function ago(id: string, ms: number) {
  const by = [id, ms / 1_000];
  await database.owner.query(
    `update transfers set ${past("opened_at")}, ${past("carried_out_at")} where id = $1`,
    by,
  );
  await database.owner.query(`update transfer_confirmations set ${past("at")} where transfer_id = $1`, by);
}

describe("opening a transfer", () => {
  it("says what is to be done, word by word, to both sides, and is on both records", async () => {
    const arranged = await arrangeOpen();
    const transfer = await getTransfer(arranged.ada, arranged.id);
    expect(transfer).toMatchObject({
      status: "open",
      openedFor: "source",
      confirmations: [],
      unmetConditions: [],
      source: { accountId: arranged.source.account.id },
      destination: { accountId: arranged.destination.account.id },
    });
    for (const part of [arranged.app.clientId, "The team has moved", arranged.source.account.name]) {
      expect(transfer.statement).toContain(part);
    }
    expect(await actionsIn(arranged)).toEqual([["transfer.opened"], ["transfer.opened"]]);
    for (const who of [arranged.gus, arranged.gil, arranged.ada, arranged.abe]) {
      expect(await toldTo(database.db, who.user.id)).toHaveLength(1);
    }
    expect(await toldTo(database.db, arranged.meg.user.id)).toEqual([]);
  });

  it("is open to admins of either side and to support, and to nobody else", async () => {
    const { gus, ada, meg, sam, input } = await arrange();
    const outsider = contextOf(await makeTenant(database.db, { eve: "admin" }), "eve");
    await expect(openTransfer(meg, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(openTransfer(outsider, input)).rejects.toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/sourceAccountId" }],
    });
    const byAda = await openTransfer(ada, input);
    expect(await getTransfer(gus, byAda)).toMatchObject({ openedFor: "destination" });
    await withdrawTransfer(ada, byAda, "Opened by mistake");
    const bySam = await openTransferAsSupport(sam, input);
    expect(await getTransfer(gus, bySam)).toMatchObject({ openedFor: "support" });
  });

  it("names what stands against it", async () => {
    const { gus, input, source } = await arrange({ destination: { plan: "business" } });
    await expect(openTransfer(gus, input)).rejects.toMatchObject({
      code: "transfer_conditions",
      errors: [{ code: "destination_entitled" }],
    });
    const sandbox = await makeTenant(database.db, {}, { environment: "sandbox" });
    await expect(
      openTransfer(gus, { ...input, destinationAccountId: sandbox.account.id }),
    ).rejects.toMatchObject({ errors: [{ pointer: "/destinationAccountId", code: "other_environment" }] });
    await expect(
      openTransfer(gus, { ...input, destinationAccountId: source.account.id }),
    ).rejects.toMatchObject({ errors: [{ pointer: "/destinationAccountId", code: "same_account" }] });
  });

  it("is for apps: a long-lived key stays", async () => {
    const { gus, input, source } = await arrange();
    const key = await makeKey(database.db, source.account, gus.user.id);
    const [row] = await database.db
      .select({ clientId: integrationKeys.clientId })
      .from(integrationKeys)
      .where(eq(integrationKeys.id, key.id));
    const clientId = row?.clientId ?? "";
    await expect(openTransfer(gus, { ...input, clientId })).rejects.toMatchObject({ code: "not_an_app" });
  });

  it("finds no app that the source does not manage, as if there were none", async () => {
    const { ada, input, destination } = await arrange();
    const other = await makeApp(database.db, destination.account, ada.user.id);
    await expect(openTransfer(ada, { ...input, clientId: other.clientId })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("happens once at a time for each app, and again once the first has expired", async () => {
    const { gus, ada, input, id, ...rest } = await arrangeOpen();
    await expect(openTransfer(ada, input)).rejects.toMatchObject({ code: "transfer_already_open" });
    await ago(id, CONFIRMATION_VALID_MS);
    const next = await openTransfer(ada, input);
    expect(await getTransfer(gus, id)).toMatchObject({ status: "expired", expiresAt: null });
    const list = await listTransfers(gus, { limit: 50 });
    expect(list.data.map((each) => each.id)).toEqual([next, id]);
    expect(await listTransfers(contextOf(rest.destination, "abe"), { limit: 1 })).toMatchObject({
      data: [{ id: next }],
      nextCursor: next,
    });
  });
});

describe("confirming a transfer", () => {
  it("takes an admin of each side, by full name, and never the same person", async () => {
    const arranged = await arrangeOpen();
    const { gus, gil, ada, meg, id } = arranged;
    await expect(confirm(gus, id, "source", "somebody else")).rejects.toMatchObject({
      errors: [{ pointer: "/fullName", code: "other_name" }],
    });
    await expect(confirm(meg, id, "source")).rejects.toMatchObject({ code: "not_found" });
    await expect(confirm(gus, id, "destination")).rejects.toMatchObject({ code: "forbidden" });
    await confirm(gus, id, "source", gus.user.name.toUpperCase());
    await confirm(gus, id, "source");
    await expect(confirm(gil, id, "source")).rejects.toMatchObject({ code: "side_confirmed" });
    await joinAs(database.db, arranged.destination.account.id, gus.user.id, "admin");
    await expect(confirm(gus, id, "destination")).rejects.toMatchObject({ code: "same_person" });
    await confirm(ada, id, "destination");
    expect(await getTransfer(gus, id)).toMatchObject({
      status: "confirmed",
      confirmations: [
        {
          side: "source",
          capacity: "account_admin",
          by: { id: gus.user.id },
          fullName: gus.user.name.toUpperCase(),
        },
        { side: "destination", by: { id: ada.user.id } },
      ],
    });
    expect((await actionsIn(arranged))[0]).toEqual([
      "transfer.opened",
      "transfer.confirmed",
      "transfer.confirmed",
    ]);
  });

  it("is of the statement that was read: a change voids what was confirmed", async () => {
    const { gus, ada, gil, id } = await arrangeConfirmed();
    const read = (await getTransferBy(id)).statementHash;
    await expect(changeTransfer(ada, id, { credentials: "revoke" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await changeTransfer(gil, id, { credentials: "revoke" });
    const changed = await getTransfer(gus, id);
    expect(changed).toMatchObject({ status: "open", confirmations: [], credentials: "revoke" });
    expect(changed.statementHash).not.toBe(read);
    await expect(
      confirmTransfer(gus, id, { side: "source", fullName: gus.user.name, statementHash: read }),
    ).rejects.toMatchObject({ code: "statement_changed" });
    await changeTransfer(gil, id, { credentials: "revoke" });
    await confirm(gus, id, "source");
    expect(await getTransfer(gus, id)).toMatchObject({ status: "open", confirmations: [{ side: "source" }] });
  });

  it("ends with the right to confirm, at once for whoever looks", async () => {
    const arranged = await arrangeConfirmed();
    const { ada, gus, gil, sam, id, source } = arranged;
    await database.ownerDb
      .update(memberships)
      .set({ profile: "member" })
      .where(eq(memberships.id, source.people.gus.membershipId));
    expect(await getTransfer(ada, id)).toMatchObject({
      status: "open",
      confirmations: [{ side: "destination" }],
    });
    await expect(getTransfer(gus, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
    expect((await actionsIn(arranged))[1]?.at(-1)).toBe("transfer.voided");
    expect(await managerOf(database.db, arranged)).toBe(source.account.id);
    await confirm(gil, id, "source");
    await carryOutTransfer(sam, id);
    expect(await managerOf(database.db, arranged)).toBe(arranged.destination.account.id);
  });

  it("expires after 14 days", async () => {
    const { ada, sam, id } = await arrangeConfirmed();
    await ago(id, CONFIRMATION_VALID_MS);
    expect(await getTransfer(ada, id)).toMatchObject({ status: "expired", undoUntil: null });
    await expect(confirm(ada, id, "destination")).rejects.toMatchObject({ code: "transfer_expired" });
    await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "transfer_expired" });
  });
});

describe("ending a transfer", () => {
  it("is for the side that opened it by withdrawing, and for the other by declining", async () => {
    const one = await arrangeOpen();
    await expect(withdrawTransfer(one.ada, one.id, "No")).rejects.toMatchObject({ code: "forbidden" });
    await expect(declineTransfer(one.gus, one.id, "No")).rejects.toMatchObject({ code: "forbidden" });
    await declineTransfer(one.ada, one.id, "Not ours");
    await declineTransfer(one.abe, one.id, "Not ours either");
    expect(await getTransfer(one.gus, one.id)).toMatchObject({ status: "declined", endReason: "Not ours" });
    await expect(withdrawTransfer(one.gus, one.id, "No")).rejects.toMatchObject({ code: "transfer_over" });
    expect((await actionsIn(one))[0]).toEqual(["transfer.opened", "transfer.declined"]);
  });

  it("of one that support opened is for support, and for either side to decline", async () => {
    const { gus, sam, input } = await arrange();
    const first = await openTransferAsSupport(sam, input);
    await expect(withdrawTransfer(gus, first, "No")).rejects.toMatchObject({ code: "forbidden" });
    await withdrawTransferAsSupport(sam, first, "Asked by phone");
    expect(await getTransfer(gus, first)).toMatchObject({ status: "withdrawn" });
    const second = await openTransferAsSupport(sam, input);
    await declineTransfer(gus, second, "We stay");
    expect(await getTransfer(gus, second)).toMatchObject({ status: "declined" });
  });
});

describe("carrying out a transfer", () => {
  it("moves the app with all that is its own, and only once both sides have confirmed", async () => {
    const arranged = await arrangeOpen();
    const { gus, ada, sam, id, app, destination } = arranged;
    const { secret } = await addClientSecret(gus, { keyId: app.id, name: "Server" });
    await setRedirectUris(gus, { keyId: app.id, redirectUris: ["https://app.example.com/done"] });
    await confirm(gus, id, "source");
    await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
    await confirm(ada, id, "destination");
    await carryOutTransfer(sam, id);
    await carryOutTransfer(sam, id);
    expect(await managerOf(database.db, arranged)).toBe(destination.account.id);
    const [moved] = await database.db.select().from(credentials).where(eq(credentials.id, secret.id));
    expect(moved).toMatchObject({ accountId: destination.account.id, revokedAt: null });
    const uris = await database.db.select().from(redirectUris).where(eq(redirectUris.keyId, app.id));
    expect(uris.map((each) => each.accountId)).toEqual([destination.account.id]);
    for (const actions of await actionsIn(arranged)) {
      expect(actions.filter((action) => action === "transfer.carried_out")).toHaveLength(1);
    }
    expect((await toldTo(database.db, gus.user.id)).at(-1)).toContain("is managed by");
  });

  it("and undoing it leaves two records that lead to what is there, and tell what was changed past them", async () => {
    const arranged = await arrange();
    await beginRecords(database.ownerDb);
    const { gus, ada, sam, app, input, source, destination } = arranged;
    const { secret } = await addClientSecret(gus, { keyId: app.id, name: "Server" });
    await setRedirectUris(gus, { keyId: app.id, redirectUris: ["https://app.example.com/done"] });
    const id = await openTransfer(gus, { ...input, credentials: "revoke" });
    await confirm(gus, id, "source");
    await confirm(ada, id, "destination");
    await carryOutTransfer(sam, id);
    const faults = async () => {
      const checks = await Promise.all(
        [source, destination].map(({ account }) => verifyChain(database.db, account.id)),
      );
      return checks.map(({ firstFault, differences }) => [firstFault, differences.map(({ field }) => field)]);
    };
    expect(await faults()).toEqual([
      [null, []],
      [null, []],
    ]);
    await database.tamper("update credentials set revoked_at = null where id = $1", [secret.id]);
    expect(await faults()).toEqual([
      [null, []],
      [null, ["isRemoved"]],
    ]);
    await database.tamper("update credentials set revoked_at = now() where id = $1", [secret.id]);
    await undoTransfer(sam, id, "The wrong account");
    expect(await faults()).toEqual([
      [null, []],
      [null, []],
    ]);
  });

  it("revokes the credentials where the statement says so", async () => {
    const arranged = await arrangeOpen({ credentials: "revoke" });
    const { gus, ada, sam, id, app } = arranged;
    await addClientSecret(gus, { keyId: app.id, name: "Server" });
    await confirm(gus, id, "source");
    await confirm(ada, id, "destination");
    await carryOutTransfer(sam, id);
    const left = await database.db.select().from(credentials).where(eq(credentials.keyId, app.id));
    expect(left.map(({ revokedAt }) => revokedAt !== null)).toEqual([true]);
  });

  it("looks at the conditions again, and names what is not met", async () => {
    const arranged = await arrangeConfirmed();
    await database.owner.query("update accounts set status = 'closed' where id = $1", [
      arranged.destination.account.id,
    ]);
    await expect(carryOutTransfer(arranged.sam, arranged.id)).rejects.toMatchObject({
      code: "transfer_conditions",
      errors: [{ code: "destination_open" }],
    });
    expect(await managerOf(database.db, arranged)).toBe(arranged.source.account.id);
  });

  it("works from a closed account, which its admins can give away and not manage", async () => {
    const arranged = await arrangeOpen();
    await database.owner.query("update accounts set status = 'closed' where id = $1", [
      arranged.source.account.id,
    ]);
    await confirm(arranged.gus, arranged.id, "source");
    await confirm(arranged.ada, arranged.id, "destination");
    await carryOutTransfer(arranged.sam, arranged.id);
    expect(await managerOf(database.db, arranged)).toBe(arranged.destination.account.id);
  });

  it("leaves a receipt that names statement, people, before, after, and the hashes on both records", async () => {
    const arranged = await arrangeConfirmed();
    const { gus, ada, sam, id, source, destination } = arranged;
    await expect(getReceipt(gus, id)).rejects.toMatchObject({ code: "not_carried_out" });
    await carryOutTransfer(sam, id);
    const receipt = await getReceipt(ada, id);
    expect(receipt).toMatchObject({
      transfer: { status: "carried_out", confirmations: [{ side: "source" }, { side: "destination" }] },
      before: { accountId: source.account.id },
      after: { accountId: destination.account.id },
      carriedOutBy: { id: sam.user.id, name: sam.user.name },
    });
    expect(receipt.events).toHaveLength(8);
    for (const { accountId, sequence, hash } of receipt.events) {
      const events = await database.db.select().from(auditEvents).where(eq(auditEvents.chainId, accountId));
      expect(events.find((event) => event.sequence === sequence)?.hash).toBe(hash);
    }
  });
});

describe("undoing a transfer", () => {
  it("gives the app back within 72 hours, once, without what was added since", async () => {
    const arranged = await arrangeConfirmed();
    const { ada, gus, sam, id, app, source } = arranged;
    await expect(undoTransfer(sam, id, "Too early")).rejects.toMatchObject({ code: "not_carried_out" });
    const before = await addClientSecret(gus, { keyId: app.id, name: "Before" });
    const ours = ["https://gus.example.com/cb", "https://gus.example.com/other"];
    await setRedirectUris(gus, { keyId: app.id, redirectUris: ours });
    await carryOutTransfer(sam, id);
    const theirs = ["https://ada.example.com/cb"];
    await setRedirectUris(ada, { keyId: app.id, redirectUris: theirs });
    await setImplicit(ada, { keyId: app.id, isAllowed: true });
    const since = await addClientSecret(ada, { keyId: app.id, name: "Since" });
    await undoTransfer(sam, id, "The wrong account");
    await undoTransfer(sam, id, "The wrong account");
    expect(await managerOf(database.db, arranged)).toBe(source.account.id);
    const left = await database.db.select().from(credentials).where(eq(credentials.keyId, app.id));
    const revoked = new Map(left.map((each) => [each.id, each.revokedAt !== null]));
    expect([revoked.get(before.secret.id), revoked.get(since.secret.id)]).toEqual([false, true]);
    expect(await listRedirectUris(gus, app.id)).toEqual({ redirectUris: ours });
    const [set] = await database.db
      .select({ isImplicitAllowed: integrationKeys.isImplicitAllowed })
      .from(integrationKeys)
      .where(eq(integrationKeys.id, app.id));
    expect(set).toEqual({ isImplicitAllowed: false });
    expect(await getTransfer(gus, id)).toMatchObject({ status: "undone", endReason: "The wrong account" });
    expect(await getReceipt(gus, id)).toMatchObject({ transfer: { status: "undone" } });
  });

  it("is refused after 72 hours, and where the app went on to a third account", async () => {
    const late = await arrangeConfirmed();
    await carryOutTransfer(late.sam, late.id);
    await ago(late.id, UNDO_MS);
    await expect(undoTransfer(late.sam, late.id, "Late")).rejects.toMatchObject({ code: "undo_over" });

    const arranged = await arrangeConfirmed();
    await carryOutTransfer(arranged.sam, arranged.id);
    const third = await makeTenant(database.db, { tia: "admin" });
    const next = await openTransfer(arranged.ada, {
      ...arranged.input,
      sourceAccountId: arranged.destination.account.id,
      destinationAccountId: third.account.id,
    });
    await confirm(arranged.ada, next, "source");
    await confirm(contextOf(third, "tia"), next, "destination");
    await carryOutTransfer(arranged.sam, next);
    await expect(undoTransfer(arranged.sam, arranged.id, "Back")).rejects.toMatchObject({
      code: "transfer_conditions",
    });
  });

  it("ends the transfer of the app that was opened since, on the records of its accounts", async () => {
    const arranged = await arrangeConfirmed();
    await carryOutTransfer(arranged.sam, arranged.id);
    const third = await makeTenant(database.db, { tia: "admin" });
    const next = await openTransfer(arranged.ada, {
      ...arranged.input,
      sourceAccountId: arranged.destination.account.id,
      destinationAccountId: third.account.id,
    });
    await undoTransfer(arranged.sam, arranged.id, "The wrong account");
    expect(await getTransfer(contextOf(third, "tia"), next)).toMatchObject({ status: "withdrawn" });
    expect(await actionsOf(database.db, third.account.id)).toEqual(["transfer.opened", "transfer.withdrawn"]);
  });
});

describe("support", () => {
  it("leaves a line on both records for a look, once an hour", async () => {
    const arranged = await arrangeOpen();
    const polled = () => getTransferAsSupport(arranged.sam, arranged.id);
    await expect(polled()).rejects.toMatchObject({ code: "look_needs_reason" });
    await lookAtTransfer(arranged.sam, arranged.id);
    await lookAtTransfer(arranged.sam, arranged.id);
    // Its page asks again and again, also while somebody else holds the accounts.
    await database.ownerDb.transaction(async (tx) => {
      await tx.select({ id: accounts.id }).from(accounts).for("update");
      await polled();
    });
    for (const actions of await actionsIn(arranged)) {
      expect(actions).toEqual(["transfer.opened", "account.viewed_by_staff"]);
    }
  });

  it("can't confirm, not even as an admin of an account or organization of its own", async () => {
    const { sam, gus, source, id } = await arrangeOpen();
    await expect(confirm(sam, id, "source")).rejects.toMatchObject({ code: "forbidden" });
    await joinAs(database.db, source.account.id, sam.user.id, "admin");
    await makeOrganization(database.db, { accountIds: [source.account.id], adminIds: [sam.user.id] });
    await expect(confirm(sam, id, "source")).rejects.toMatchObject({ code: "forbidden" });
    // Who becomes one of support later has no say in what is not carried out yet.
    await confirm(gus, id, "source");
    await database.ownerDb.update(users).set({ staffRole: "support" }).where(eq(users.id, gus.user.id));
    expect(await lookAtTransfer(sam, id)).toMatchObject({ confirmations: [] });
  });
});
