import { and, eq, inArray } from "drizzle-orm";

import { organizationAdmins } from "@/db/schema/organizations";
import { transferConfirmations, transfers } from "@/db/schema/transfers";
import { users } from "@/db/schema/users";

import { transferState } from "../domain/transfers/transfer";
import type { AuditEntry } from "../domain/record/audit-event";
import type { Transaction } from "../kernel/database";
import { announce } from "./announce";
import { entryOf } from "./record";
import { findTransfer, lockTransfer, transferOf, type TransferRow } from "./reading/transfer-row";

/**
 * The transfer under the lock of its row, without the confirmations of people who may not confirm any more: these are
 * void, for the record of both sides, whose admins are told; so is that of an organization admin who may not stand in any more. The people are locked, so that none of the others is
 * deactivated before what rests on them is committed; their memberships are by the locks of both accounts.
 * @throws DomainError not_found
 */
export async function lockStanding(
  tx: Transaction,
  transferId: string,
  now: Date,
): Promise<{ readonly row: TransferRow; readonly entries: readonly AuditEntry[] }> {
  const first = await lockTransfer(tx, transferId);
  const people = first.confirmations.map(({ userId }) => userId);
  if (people.length === 0) return { row: first, entries: [] };
  await tx
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.id, people))
    .orderBy(users.id)
    .for("share");
  // An organization admin's right is a row of its own; accounts, and with them claims, have their locks.
  await tx
    .select({ id: organizationAdmins.userId })
    .from(organizationAdmins)
    .where(inArray(organizationAdmins.userId, people))
    .orderBy(organizationAdmins.organizationId, organizationAdmins.userId)
    .for("share");
  const row = await findTransfer(tx, transferId);
  const standing = transferOf(row, now);
  const state = transferState(standing, now);
  const lapsed = row.confirmations.filter(({ isStanding }) => !isStanding);
  if (lapsed.length === 0 || (state !== "open" && state !== "confirmed")) return { row, entries: [] };
  for (const { side, name, capacity } of lapsed) {
    await tx
      .delete(transferConfirmations)
      .where(and(eq(transferConfirmations.transferId, row.id), eq(transferConfirmations.side, side)));
    await announce(tx, row, {
      event: `void:${side}:${now.getTime()}`,
      subject: `A confirmation of the transfer of ${row.key.name} is void`,
      text:
        capacity === "organization_admin"
          ? `${name} may not stand in for ${row[side].name} any more.`
          : `${name}, who confirmed for ${row[side].name}, is no admin of it any more.`,
      next: `Another admin of ${row[side].name} has to confirm.`,
    });
  }
  await tx
    .update(transfers)
    .set({ state: "open", openedAt: standing.openedAt })
    .where(eq(transfers.id, row.id));
  return {
    row: await findTransfer(tx, transferId),
    entries: lapsed.map(({ side, userId, name, capacity }) =>
      entryOf(row, "transfer.voided", {
        before: { side, confirmedBy: userId, confirmedByName: name },
        reason:
          capacity === "organization_admin"
            ? "The rule of standing in is not met any more"
            : "No admin of this side any more",
      }),
    ),
  };
}
