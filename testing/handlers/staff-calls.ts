/** What support's handlers are called with in tests where a sample of their body does not do. */
import type { Database } from "../../db/client";
import { makeOrganization } from "../../db/testing/organization";
import { makeTenant, type Tenant } from "../../db/testing/tenant";
import { arrangeTransfer } from "../../db/testing/transfer";
import { makeSupporter } from "../../db/testing/way-to-production";
import type { SessionContext } from "../../lib/kernel/context";
import { deactivatePerson } from "../../lib/members/everywhere/change-status";
import { closeAccountAsSupport } from "../../lib/support/close-account";
import { carryOutTransfer } from "../../lib/transfers/steps/carry-out";
import { confirmTransfer } from "../../lib/transfers/steps/confirm-transfer";
import { openTransfer } from "../../lib/transfers/steps/open-transfer";
import { getTransfer } from "../../lib/transfers/reading/read-transfer";

/** An account that waits for support, with its one admin. */
export type Waiting = Tenant<"uma">;

export type StaffCall = {
  /** Parameters of the address. */
  readonly params?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** The accounts that it is about; of one that is made, told by the answer. */
  readonly accountIds: readonly string[] | ((answer: Record<string, unknown>) => readonly string[]);
};

const reason = "Asked by phone";

async function transferIn(db: Database, state: "none" | "open" | "confirmed" | "carried_out") {
  const app = await arrangeTransfer(db);
  const accountIds = [app.source.account.id, app.destination.account.id];
  if (state === "none") return { json: app.input, accountIds };
  const transferId = await openTransfer(app.gus, app.input);
  const confirm = async (session: SessionContext, side: "source" | "destination") => {
    const { statementHash } = await getTransfer(session, transferId);
    await confirmTransfer(session, transferId, { side, fullName: session.user.name, statementHash });
  };
  if (state !== "open") {
    await confirm(app.gus, "source");
    await confirm(app.ada, "destination");
  }
  if (state === "carried_out") await carryOutTransfer(app.sam, transferId);
  return { params: { transferId }, accountIds };
}

/** An organization of the waiting account, with its admin as the organization's. */
async function organizationOf(db: Database, { account, people }: Waiting, adminIds = [people.uma.id]) {
  const organizationId = await makeOrganization(db, { accountIds: [account.id], adminIds });
  return { params: { organizationId, userId: people.uma.id }, accountIds: [account.id] };
}

/** By verb and pattern of the handler. */
export const STAFF_CALLS: Readonly<
  Record<string, (db: Database, waiting: Waiting) => StaffCall | Promise<StaffCall>>
> = {
  "PATCH /api/support/accounts/[accountId]": (_db, { account }) => ({
    json: { plan: "business", reason },
    accountIds: [account.id],
  }),
  "POST /api/support/accounts": () => ({
    json: {
      name: "Umbra",
      environment: "sandbox",
      plan: "developer",
      adminEmail: "first@umbra.example",
      reason,
    },
    accountIds: ({ account }) => [(account as { id: string }).id],
  }),
  "POST /api/support/accounts/[accountId]/first-admin": async (db) => {
    const { account } = await makeTenant(db, {});
    return {
      params: { accountId: account.id },
      json: { email: "first@umbra.example", reason },
      accountIds: [account.id],
    };
  },
  "POST /api/support/accounts/[accountId]/reopen": async (db, { account }) => {
    await closeAccountAsSupport(await makeSupporter(db, "sue"), { accountId: account.id, reason });
    return { accountIds: [account.id] };
  },
  "POST /api/support/accounts/[accountId]/organization": async (db, { account }) => ({
    json: { organizationId: await makeOrganization(db, {}), reason },
    accountIds: [account.id],
  }),
  "POST /api/support/organizations": (_db, { account }) => ({
    json: { name: "Umbrella", accountId: account.id, reason },
    accountIds: [account.id],
  }),
  "POST /api/support/organizations/[organizationId]/admins": async (db, waiting) => ({
    ...(await organizationOf(db, waiting, [])),
    json: { email: waiting.people.uma.email, reason },
  }),
  "POST /api/support/organizations/[organizationId]/admins/[userId]/remove": async (db, waiting) => ({
    ...(await organizationOf(db, waiting)),
    json: { leavesNone: true, reason },
  }),
  "POST /api/support/users/[userId]/reactivate": async (db) => {
    const { account, people } = await makeTenant(db, { ann: "member" });
    await deactivatePerson(await makeSupporter(db, "sue"), { userId: people.ann.id, reason });
    return { params: { userId: people.ann.id }, accountIds: [account.id] };
  },
  "POST /api/support/transfers": (db) => transferIn(db, "none"),
  "GET /api/support/transfers/[transferId]": (db) => transferIn(db, "open"),
  "POST /api/support/transfers/[transferId]/withdraw": (db) => transferIn(db, "open"),
  "POST /api/transfers/[transferId]/carry-out": (db) => transferIn(db, "confirmed"),
  "POST /api/transfers/[transferId]/undo": (db) => transferIn(db, "carried_out"),
};
