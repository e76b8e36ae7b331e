/** The confirmations of transfers, each with whether who gave it may give it still. */
import { and, asc, eq, inArray } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { transferConfirmations } from "@/db/schema/transfers";
import { users } from "@/db/schema/users";

import { standInFaults } from "../domain/transfers/stand-in";
import {
  TRANSFER_SIDES,
  isUnderWay,
  type TransferSide,
  type TransferState,
} from "../domain/transfers/transfer";
import type { Reader } from "../kernel/database";
import { findStandIns, type FoundStandIn } from "./stand-in-facts";

function selectConfirmations(db: Reader, transferIds: readonly string[]) {
  return db
    .select({
      transferId: transferConfirmations.transferId,
      side: transferConfirmations.side,
      capacity: transferConfirmations.capacity,
      userId: transferConfirmations.userId,
      name: users.name,
      fullName: transferConfirmations.fullName,
      reason: transferConfirmations.reason,
      at: transferConfirmations.at,
      voidedAt: transferConfirmations.voidedAt,
      userStatus: users.status,
      staffRole: users.staffRole,
      accountId: memberships.accountId,
    })
    .from(transferConfirmations)
    .innerJoin(users, eq(users.id, transferConfirmations.userId))
    .leftJoin(
      memberships,
      and(
        eq(memberships.userId, transferConfirmations.userId),
        eq(memberships.profile, "admin"),
        eq(memberships.status, "active"),
        eq(memberships.isShared, false),
      ),
    )
    .where(inArray(transferConfirmations.transferId, [...transferIds]))
    .orderBy(asc(transferConfirmations.at));
}

type Row = Awaited<ReturnType<typeof selectConfirmations>>[number];

export type GivenConfirmation = Omit<Row, "userStatus" | "staffRole" | "accountId"> & {
  /** Whether who gave it could give it all the time since: else it is void, and goes at the next step, or by the job. */
  readonly isStanding: boolean;
};

type Confirmed = {
  readonly id: string;
  readonly state: TransferState;
} & Readonly<Record<TransferSide, { readonly accountId: string }>>;

/** The confirmations of these transfers, by the transfers' ids, in the order in which they were given. */
export async function findConfirmations(
  db: Reader,
  transfers: readonly Confirmed[],
): Promise<ReadonlyMap<string, readonly GivenConfirmation[]>> {
  if (transfers.length === 0) return new Map();
  const rows = await selectConfirmations(
    db,
    transfers.map(({ id }) => id),
  );
  const stoodIn = new Set(
    rows.filter(({ capacity }) => capacity === "organization_admin").map(({ transferId }) => transferId),
  );
  const standIns = await findStandIns(
    db,
    transfers.filter(({ id, state }) => stoodIn.has(id) && isUnderWay(state)).map(({ id }) => id),
  );
  return new Map(
    transfers.map((transfer) => [transfer.id, confirmationsOf(transfer, rows, standIns.get(transfer.id))]),
  );
}

function confirmationsOf(
  transfer: Confirmed,
  rows: readonly Row[],
  standIn: FoundStandIn | undefined,
): GivenConfirmation[] {
  const mine = rows.filter(({ transferId }) => transferId === transfer.id);
  return TRANSFER_SIDES.flatMap((side) => {
    // One row for each account of which this person is an admin.
    const [first, ...others] = mine.filter((each) => each.side === side);
    if (!first) return [];
    const { userStatus, staffRole, accountId, ...confirmation } = first;
    const isAdmin =
      confirmation.capacity === "account_admin"
        ? [accountId, ...others.map((each) => each.accountId)].includes(transfer[side].accountId)
        : standIn !== undefined && mayStandIn(standIn, confirmation.userId);
    const isRight = userStatus === "active" && staffRole === null && isAdmin;
    return [{ ...confirmation, isStanding: confirmation.voidedAt === null && isRight }];
  }).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Whether this person may stand in for the source now: as an admin of its organization, and by the rule. */
function mayStandIn({ facts, organizationAdmins }: FoundStandIn, userId: string): boolean {
  return organizationAdmins.includes(userId) && standInFaults(facts).length === 0;
}
