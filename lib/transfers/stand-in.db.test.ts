/** An organization admin in the place of admins that an account has lost (S3). */
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { accounts, memberships } from "@/db/schema/accounts";
import { goLiveJourneys } from "@/db/schema/go-live";
import { claimedDomains, organizationAdmins } from "@/db/schema/organizations";
import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeOrganization } from "@/db/testing/organization";
import { arrangeStandIn, managerOf } from "@/db/testing/transfer";
import { actionsOf, joinAs, toldTo } from "@/db/testing/way-to-production";

import { useDatabase } from "../kernel/database";
import { carryOutTransfer } from "./steps/carry-out";
import { confirmTransfer } from "./steps/confirm-transfer";
import { declineTransfer } from "./steps/end-transfer";
import { listOrganizationTransfers } from "./reading/list-organization-transfers";
import { openTransfer } from "./steps/open-transfer";
import { verifyReceipt } from "./reading/verify-receipt";
import { getReceipt, getTransfer, lookAtTransfer, getTransferOfOrganization } from "./reading/read-transfer";

const database = testDatabase(useDatabase);
const REASON = "Gus and Gil have left";

async function arrange() {
  const arranged = await arrangeStandIn(database.db);
  const id = await openTransfer(arranged.ada, arranged.input);
  const { statementHash } = await getTransfer(arranged.ada, id);
  const { olga, ada } = arranged;
  return {
    ...arranged,
    id,
    statementHash,
    standIn: (who: typeof olga = olga, reason: string | undefined = REASON) =>
      confirmTransfer(who, id, { side: "source", fullName: who.user.name, statementHash, reason }),
    confirmDestination: (who: typeof ada = ada) =>
      confirmTransfer(who, id, { side: "destination", fullName: who.user.name, statementHash }),
  };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

const owner = () => database.ownerDb;

/** What takes the right away, each on its own. */
const ENDS: readonly [string, (arranged: Arranged) => Promise<unknown>][] = [
  [
    "the claim is given up",
    ({ claim }) => owner().delete(claimedDomains).where(eq(claimedDomains.id, claim.id)),
  ],
  [
    "the claim has had no proof for seven days, by the clock",
    ({ claim }) =>
      database.owner.query(
        "update claimed_domains set failing_since = now() - interval '7 days' where id = $1",
        [claim.id],
      ),
  ],
  [
    "the claim is of the domain above",
    ({ claim, domain }) =>
      owner()
        .update(claimedDomains)
        .set({ domain: domain.replace(/^[^.]+/, "above") + claim.id })
        .where(eq(claimedDomains.id, claim.id)),
  ],
  [
    "the account has an admin again",
    ({ source, gil }) =>
      owner()
        .update(memberships)
        .set({ status: "active", deactivatedAt: null })
        .where(and(eq(memberships.accountId, source.account.id), eq(memberships.userId, gil.user.id))),
  ],
  [
    "the account has left the organization",
    ({ source }) =>
      owner().update(accounts).set({ organizationId: null }).where(eq(accounts.id, source.account.id)),
  ],
  [
    "the review is another person's, of another domain",
    ({ sandboxKeyId, meg }) =>
      owner()
        .update(goLiveJourneys)
        .set({ reviewRequestedBy: meg.user.id })
        .where(eq(goLiveJourneys.keyId, sandboxKeyId)),
  ],
  [
    "there was no review",
    ({ sandboxKeyId }) => owner().delete(goLiveJourneys).where(eq(goLiveJourneys.keyId, sandboxKeyId)),
  ],
];
/** What takes it from this person alone. */
const PERSONAL_ENDS: typeof ENDS = [
  [
    "this person is no organization admin any more",
    ({ olga }) => owner().delete(organizationAdmins).where(eq(organizationAdmins.userId, olga.user.id)),
  ],
  [
    "this person is deactivated",
    ({ olga }) => owner().update(users).set({ status: "deactivated" }).where(eq(users.id, olga.user.id)),
  ],
  [
    "this person is one of support",
    ({ olga }) => owner().update(users).set({ staffRole: "support" }).where(eq(users.id, olga.user.id)),
  ],
];

describe("an organization admin", () => {
  it("stands in for an account without admins, with a reason, on both records, and the app is moved", async () => {
    const arranged = await arrange();
    const { olga, ada, sam, id, standIn, source, destination, organizationId } = arranged;
    expect(await toldTo(database.db, olga.user.id)).toHaveLength(1);
    expect(await getTransferOfOrganization(olga, { organizationId, transferId: id })).toMatchObject({
      standIn: { outcome: "possible" },
    });
    await standIn();
    await standIn();
    await arranged.confirmDestination();
    expect(await getTransfer(ada, id)).toMatchObject({
      status: "confirmed",
      confirmations: [
        { side: "source", capacity: "organization_admin", reason: REASON, by: { id: olga.user.id } },
        { side: "destination", capacity: "account_admin", reason: null },
      ],
    });
    for (const { account } of [source, destination]) {
      const events = await database.db
        .select({ after: auditEvents.after, reason: auditEvents.reason })
        .from(auditEvents)
        .where(
          and(
            eq(auditEvents.chainId, account.id),
            eq(auditEvents.action, "transfer.confirmed"),
            eq(auditEvents.actorId, olga.user.id),
          ),
        );
      expect(events).toMatchObject([{ after: { capacity: "organization_admin" }, reason: REASON }]);
    }
    await carryOutTransfer(sam, id);
    expect(await managerOf(database.db, arranged)).toBe(destination.account.id);
    const receipt = await getReceipt(olga, id);
    expect(receipt).toMatchObject({ transfer: { status: "carried_out" } });
    expect((await verifyReceipt(database.db, receipt)).faults).toEqual([]);
    const [given, ...others] = receipt.transfer.confirmations;
    if (!given) throw new Error("Olga has confirmed");
    const confirmations = [{ ...given, reason: "Another reason" }, ...others];
    const forged = { ...receipt, transfer: { ...receipt.transfer, confirmations } };
    expect((await verifyReceipt(database.db, forged)).faults).toContain(
      `Record of ${source.account.name}: the confirmation of the source side was another one.`,
    );
  });

  it("says why, and confirms for the source alone", async () => {
    const { olga, ada, id, standIn, statementHash } = await arrange();
    const given = { fullName: olga.user.name, statementHash };
    await expect(confirmTransfer(olga, id, { ...given, side: "source" })).rejects.toMatchObject({
      errors: [{ pointer: "/reason", code: "required" }],
    });
    await expect(
      confirmTransfer(olga, id, { ...given, side: "destination", reason: REASON }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(declineTransfer(olga, id, "Not ours")).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      confirmTransfer(ada, id, {
        side: "destination",
        fullName: ada.user.name,
        statementHash,
        reason: REASON,
      }),
    ).rejects.toMatchObject({ errors: [{ pointer: "/reason", code: "not_needed" }] });
    await expect(standIn()).resolves.toBeUndefined();
  });

  it("is never the same person for both sides, and never a second one for the source", async () => {
    const { olga, otto, destination, standIn, confirmDestination } = await arrange();
    await joinAs(database.db, destination.account.id, olga.user.id, "admin");
    await confirmDestination(olga);
    await expect(standIn(olga)).rejects.toMatchObject({ code: "same_person" });
    await standIn(otto);
    await expect(standIn(olga)).rejects.toMatchObject({ code: "side_confirmed" });
  });

  it("of another organization sees nothing of it, nor one of an account that has its admins", async () => {
    const { ada, id, gil, source, olga, organizationId, standIn, otto } = await arrange();
    const other = await makeOrganization(database.db, { adminIds: [ada.user.id, otto.user.id] });
    for (const [who, of] of [
      [otto, other],
      [ada, other],
      [ada, organizationId],
    ] as const) {
      await expect(
        getTransferOfOrganization(who, { organizationId: of, transferId: id }),
      ).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(listOrganizationTransfers(ada, { organizationId, limit: 50 })).rejects.toMatchObject({
      code: "not_found",
    });
    const list = await listOrganizationTransfers(olga, { organizationId, limit: 50 });
    expect(list.data.map((each) => each.id)).toEqual([id]);
    expect((await listOrganizationTransfers(otto, { organizationId: other, limit: 50 })).data).toEqual([]);
    await owner()
      .update(memberships)
      .set({ status: "active", deactivatedAt: null })
      .where(and(eq(memberships.accountId, source.account.id), eq(memberships.userId, gil.user.id)));
    await expect(standIn()).rejects.toMatchObject({ code: "not_found" });
    expect((await listOrganizationTransfers(olga, { organizationId, limit: 50 })).data).toEqual([]);
  });

  it.each(ENDS)("may not where %s, and whoever looks is told why", async (_, end) => {
    const arranged = await arrange();
    await end(arranged);
    await expect(arranged.standIn()).rejects.toMatchObject({
      code: expect.stringMatching(/^(stand_in_refused|not_found)$/) as string,
    });
    const { standIn } = await getTransfer(arranged.ada, arranged.id);
    expect(standIn.outcome).toMatch(/^(dead_end|not_needed)$/);
    if (standIn.outcome === "dead_end") expect(standIn.faults).toHaveLength(1);
  });

  it.each([...ENDS, ...PERSONAL_ENDS])(
    "has confirmed nothing once %s: carrying out is refused, and the record says so",
    async (_, end) => {
      const arranged = await arrange();
      const { sam, id, source, destination } = arranged;
      await arranged.standIn();
      await arranged.confirmDestination();
      await end(arranged);
      expect(await lookAtTransfer(sam, id)).toMatchObject({
        status: "open",
        confirmations: [{ side: "destination" }],
      });
      await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
      expect(await managerOf(database.db, arranged)).toBe(source.account.id);
      for (const { account } of [source, destination]) {
        expect(await actionsOf(database.db, account.id)).toContain("transfer.voided");
      }
    },
  );
});
