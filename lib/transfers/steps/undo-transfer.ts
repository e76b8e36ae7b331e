import { and, asc, eq, inArray } from "drizzle-orm";

import { transfers } from "@/db/schema/transfers";

import { DomainError } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import { byStaff } from "../../kernel/authority";
import { change, onRecordsOf } from "../../kernel/change";
import type { StaffContext } from "../../kernel/context";
import type { Reader, Transaction } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { announce } from "../announce";
import { findUnmet } from "../facts";
import { inCase } from "../in-case";
import { moveApp } from "../moving/move-app";
import { entryOf, moveOnRecords, onBoth } from "../record";
import { assertMet, expectStep } from "../refusals";
import { restoreSetUp } from "../moving/restore-set-up";
import { closeCaseOf } from "../reading/transfer-case";
import {
  accountIdsOf,
  findTransfer,
  findTransfers,
  lockTransfer,
  transferOf,
  type TransferRow,
} from "../reading/transfer-row";

/**
 * Undoes a transfer that was carried out in the last 72 hours, once (S3): the app goes back to the account that it came
 * from. Credentials that were added since are revoked, for they are the other account's, and what else that account has set
 * is as it was before; credentials that the transfer revoked stay so. A transfer of the app that was opened since comes to nothing.
 * @param caseId the case in which it is undone, where that is not the transfer's own
 * @throws DomainError not_found | validation_failed | not_carried_out | undo_over | transfer_conditions
 */
export async function undoTransfer(
  ctx: StaffContext,
  transferId: string,
  reason: string,
  caseId?: string,
): Promise<void> {
  const { found, next } = await ask(async (db) => {
    const row = await findTransfer(db, transferId);
    return { found: row, next: await findWaiting(db, row.key.id) };
  });
  const accountIds = [...accountIdsOf(found), ...(next ? accountIdsOf(next) : [])];
  await change(byStaff(ctx), accountIds, async (tx, { now }) => {
    const row = await lockTransfer(tx, transferId);
    const told = await inCase(tx, accountIdsOf(row), caseId);
    const step = expectStep(transferOf(row, now), { type: "undo", at: now });
    if (!step.isChanged) return { value: undefined, audit: "unchanged" };
    const { key, source, destination } = row;
    // What the other account has asked of support for it would come along, with all that stands in it.
    const moved = {
      keyId: key.id,
      sourceAccountId: destination.accountId,
      destinationAccountId: source.accountId,
    };
    assertMet((await findUnmet(tx, moved, now)).filter(({ code }) => code === "no_open_case"));
    const revoked = await moveApp(
      tx,
      { keyId: key.id, from: destination.accountId, to: source.accountId, now },
      { addedAfter: row.carriedOutAt ?? now },
    );
    await restoreSetUp(tx, row);
    const ended = { endedAt: now, endedBy: ctx.user.id, endReason: reason };
    await tx
      .update(transfers)
      .set({ state: "undone", ...ended })
      .where(eq(transfers.id, transferId));
    const after = await endNext(tx, key.id, next?.id ?? null, ended, row);
    await announce(tx, row, {
      event: "undone",
      subject: `${key.name} is managed by ${source.name} again`,
      text: "support has undone it.",
      next: `Credentials that ${destination.name} added since are revoked, and redirect URIs and Implicit are as they were.`,
      reason,
    });
    const ofMove = await moveOnRecords(tx, row, "source", { action: "transfer.undone", revoked, reason });
    // The next transfer has a case of its own, and may be of a third account.
    const ofNext = next && after.length > 0 ? onBoth(next, after).records : {};
    return { value: undefined, audit: onRecordsOf(told({ records: ofMove }).records, ofNext) };
  });
}

type Ended = { readonly endedAt: Date; readonly endedBy: string; readonly endReason: string };

/** The transfer of an app that waits for confirmations or for support; there is one at most. */
async function findWaiting(db: Reader, keyId: string): Promise<TransferRow | null> {
  const waiting = and(eq(transfers.keyId, keyId), inArray(transfers.state, ["open", "confirmed"]));
  const [row] = await findTransfers(db, waiting, asc(transfers.id), 1);
  return row ?? null;
}

/** Ends the transfer of the app that was opened since, whose accounts are locked if it is the one that was seen. */
async function endNext(
  tx: Transaction,
  keyId: string,
  seenId: string | null,
  ended: Ended,
  undone: TransferRow,
): Promise<AuditEntry[]> {
  const row = await findWaiting(tx, keyId);
  if (!row) return [];
  if (row.id !== seenId) {
    throw new DomainError("conflict", "Another transfer of this app was opened at that moment. Try again.", {
      retryAfterSeconds: 1,
    });
  }
  await tx
    .update(transfers)
    .set({ state: "withdrawn", ...ended })
    .where(eq(transfers.id, row.id));
  await closeCaseOf(tx, row.id, {
    status: "withdrawn",
    closedBy: ended.endedBy,
    closedAt: ended.endedAt,
    resolution: ended.endReason,
  });
  await announce(tx, row, {
    event: "withdrawn",
    subject: `The transfer of ${row.key.name} is withdrawn`,
    text: `support has undone the transfer with which it came to ${row.source.name}.`,
    next: `${undone.source.name} manages the app.`,
    reason: ended.endReason,
  });
  return [entryOf(row, "transfer.withdrawn", { reason: ended.endReason })];
}
