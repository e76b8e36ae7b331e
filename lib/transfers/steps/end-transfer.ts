import { eq } from "drizzle-orm";

import { transfers } from "@/db/schema/transfers";

import { byStaff } from "../../kernel/authority";
import { change, type OnRecords } from "../../kernel/change";
import type { SessionContext, StaffContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { announce } from "../announce";
import { inCase } from "../in-case";
import { entryOf, onBoth } from "../record";
import { expectStep } from "../refusals";
import { closeCaseOf } from "../reading/transfer-case";
import { accountIdsOf, findTransfer, lockTransfer, otherSide, transferOf } from "../reading/transfer-row";
import { bySide, notThisSide, partOf } from "../who";

type End = "declined" | "withdrawn";

/**
 * Declines a transfer, by an admin of a side that did not open it. Declined twice, it is declined once.
 * @throws DomainError not_found | forbidden | transfer_over | transfer_expired | transfer_carried_out
 */
export function declineTransfer(session: SessionContext, transferId: string, reason: string): Promise<void> {
  return endAsMember(session, transferId, "declined", reason);
}

/**
 * Withdraws a transfer, by an admin of the side that opened it. Withdrawn twice, it is withdrawn once.
 * @throws DomainError not_found | forbidden | transfer_over | transfer_expired | transfer_carried_out
 */
export function withdrawTransfer(session: SessionContext, transferId: string, reason: string): Promise<void> {
  return endAsMember(session, transferId, "withdrawn", reason);
}

/**
 * Withdraws a transfer for the operator, whoever opened it.
 * @param caseId the case in which it is withdrawn, where that is not the transfer's own
 * @throws DomainError not_found | validation_failed | transfer_over | transfer_expired | transfer_carried_out
 */
export async function withdrawTransferAsSupport(
  ctx: StaffContext,
  transferId: string,
  reason: string,
  caseId?: string,
): Promise<void> {
  const found = await ask((db) => findTransfer(db, transferId));
  await change(byStaff(ctx), accountIdsOf(found), async (tx, { now }) => {
    const told = await inCase(tx, accountIdsOf(found), caseId);
    const audit = await end(tx, { transferId, by: ctx, end: "withdrawn", reason, now });
    return { value: undefined, audit: audit === "unchanged" ? audit : told(audit) };
  });
}

async function endAsMember(
  session: SessionContext,
  transferId: string,
  ended: End,
  reason: string,
): Promise<void> {
  const found = await ask((db) => findTransfer(db, transferId));
  const part = await ask((db) => partOf(db, session, found));
  const { openedFor } = found;
  // What support opened either side may decline, and support alone withdraw.
  const allowed =
    ended === "withdrawn"
      ? [openedFor]
      : openedFor === "support"
        ? (["source", "destination"] as const)
        : [otherSide(openedFor)];
  const side = allowed.find((each) => each !== "support" && part[each] !== undefined);
  const ctx = side === undefined || side === "support" ? undefined : part[side];
  if (!ctx || side === undefined || side === "support") {
    throw notThisSide(found, ended === "withdrawn" && openedFor !== "support" ? openedFor : "destination");
  }
  await change(bySide(ctx, side, found), accountIdsOf(found), async (tx, { now }) => ({
    value: undefined,
    audit: await end(tx, { transferId, by: session, end: ended, reason, now }),
  }));
}

async function end(
  tx: Transaction,
  ending: {
    readonly transferId: string;
    readonly by: SessionContext;
    readonly end: End;
    readonly reason: string;
    readonly now: Date;
  },
): Promise<OnRecords | "unchanged"> {
  const { transferId, by, end: state, reason, now } = ending;
  const row = await lockTransfer(tx, transferId);
  const type = state === "declined" ? "decline" : "withdraw";
  const step = expectStep(transferOf(row, now), { type, at: now });
  if (!step.isChanged) return "unchanged";
  await tx
    .update(transfers)
    .set({ state, endedAt: now, endedBy: by.user.id, endReason: reason })
    .where(eq(transfers.id, transferId));
  await closeCaseOf(tx, transferId, {
    status: state,
    closedBy: by.user.id,
    closedAt: now,
    resolution: reason,
  });
  await announce(tx, row, {
    event: state,
    subject: `The transfer of ${row.key.name} is ${state}`,
    text: `${by.user.name} has ${state} it.`,
    next: `${row.source.name} manages the app as before.`,
    reason,
  });
  return onBoth(row, [entryOf(row, `transfer.${state}`, { reason })]);
}
