import { eq } from "drizzle-orm";

import { transfers } from "@/db/schema/transfers";

import { DomainError } from "../../domain/errors";
import { transferRefusalText } from "../../domain/transfers/transfer";
import { byStaff } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { StaffContext } from "../../kernel/context";
import { ask } from "../../kernel/read";
import { announce } from "../announce";
import { findUnmet } from "../facts";
import { inCase } from "../in-case";
import { lockStanding } from "../lock-standing";
import { moveApp } from "../moving/move-app";
import { moveOnRecords, onBoth } from "../record";
import { assertMet, expectStep } from "../refusals";
import { closeCaseOf } from "../reading/transfer-case";
import { accountIdsOf, findTransfer, transferOf } from "../reading/transfer-row";

/**
 * Carries out a transfer that both sides have confirmed, by support (S3): in one transaction the app has another
 * management account. What was confirmed is looked at again, and so is who confirmed it: a confirmation by somebody who is
 * no admin any more is void, and stays so although this is refused. Of two who carry it out at once, one does, and the other
 * is told (I8, I9); who asks again after doing it changes nothing.
 * @param said what support says of it to the accounts, and the case in which it does so where that is not the transfer's own
 * @throws DomainError not_found | validation_failed | not_confirmed | transfer_conditions | transfer_over | transfer_expired |
 *   transfer_carried_out
 */
export async function carryOutTransfer(
  ctx: StaffContext,
  transferId: string,
  {
    reason: note = null,
    caseId,
  }: { readonly reason?: string | null | undefined; readonly caseId?: string | undefined } = {},
): Promise<void> {
  const found = await ask((db) => findTransfer(db, transferId));
  const isDone = await change(byStaff(ctx), accountIdsOf(found), async (tx, { now }) => {
    const { row, entries } = await lockStanding(tx, transferId, now);
    const told = await inCase(tx, accountIdsOf(row), caseId);
    if (entries.length > 0) return { value: false, audit: told(onBoth(row, entries)) };
    const step = expectStep(transferOf(row, now), { type: "carry_out", at: now });
    if (!step.isChanged) {
      if (row.carriedOutBy?.id === ctx.user.id) return { value: true, audit: "unchanged" };
      throw new DomainError("transfer_carried_out", transferRefusalText("transfer_carried_out"));
    }
    const { key, source, destination } = row;
    const moved = {
      keyId: key.id,
      sourceAccountId: source.accountId,
      destinationAccountId: destination.accountId,
    };
    assertMet(await findUnmet(tx, moved, now));
    const revoked = await moveApp(
      tx,
      { keyId: key.id, from: source.accountId, to: destination.accountId, now },
      row.credentials === "revoke" ? "all" : "none",
    );
    await tx
      .update(transfers)
      .set({ state: "carried_out", carriedOutAt: now, carriedOutBy: ctx.user.id })
      .where(eq(transfers.id, transferId));
    await closeCaseOf(tx, transferId, {
      status: "granted",
      closedBy: ctx.user.id,
      closedAt: now,
      resolution: note,
    });
    await announce(tx, row, {
      event: "carried_out",
      subject: `${key.name} is managed by ${destination.name} now`,
      text: `support has carried it out. Its GUID stays, and so do its callers.`,
      next: "For 72 hours support can undo it.",
      reason: note,
    });
    const records = await moveOnRecords(tx, row, "destination", {
      action: "transfer.carried_out",
      revoked,
      reason: note,
    });
    return { value: true, audit: told({ records }) };
  });
  if (!isDone) throw new DomainError("not_confirmed", transferRefusalText("not_confirmed"));
}
