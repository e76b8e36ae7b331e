import { eq } from "drizzle-orm";

import { transferConfirmations, transfers } from "@/db/schema/transfers";

import type { ChangeTransferInput } from "../../contracts/accounts/transfers";
import { transferStatement } from "../../domain/transfers/statement";
import { change } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import { ask } from "../../kernel/read";
import { announce } from "../announce";
import { assertNews } from "../assert-news";
import { lockStanding } from "../lock-standing";
import { entryOf, onBoth } from "../record";
import { expectStep } from "../refusals";
import { statementHash } from "../statement-hash";
import { accountIdsOf, findTransfer, transferOf } from "../reading/transfer-row";
import { bySide, notThisSide, partOf } from "../who";

/**
 * Changes why an app is moved or what becomes of its credentials, by an admin of the side that opened the transfer. Whoever
 * has confirmed it has to confirm the new statement (S3).
 * @throws DomainError not_found | forbidden | transfer_over | transfer_expired | transfer_carried_out | too_many_attempts
 */
export async function changeTransfer(
  session: SessionContext,
  transferId: string,
  input: ChangeTransferInput,
): Promise<void> {
  const found = await ask((db) => findTransfer(db, transferId));
  const part = await ask((db) => partOf(db, session, found));
  const side = found.openedFor === "support" ? "source" : found.openedFor;
  const ctx = part[side];
  if (!ctx) throw notThisSide(found, side);
  await change(bySide(ctx, side, found), accountIdsOf(found), async (tx, { now }) => {
    const { row, entries } = await lockStanding(tx, transferId, now);
    const { reason = row.reason, credentials = row.credentials } = input;
    const statement = transferStatement({
      clientId: row.key.clientId,
      keyName: row.key.name,
      environment: row.environment,
      source: row.source,
      destination: row.destination,
      credentials,
      reason,
    });
    const hash = statementHash(statement);
    const step = expectStep(transferOf(row, now), { type: "change", statementHash: hash, at: now });
    if (!step.isChanged) {
      return { value: undefined, audit: entries.length > 0 ? onBoth(row, entries) : "unchanged" };
    }
    const [from, to] = [row.source, row.destination].map(({ accountId, name }) => ({ id: accountId, name }));
    if (from && to) await assertNews(tx, from, to, now);
    await tx.delete(transferConfirmations).where(eq(transferConfirmations.transferId, transferId));
    await tx
      .update(transfers)
      .set({ reason, credentials, statement, statementHash: hash, state: "open", openedAt: now })
      .where(eq(transfers.id, transferId));
    await announce(tx, row, {
      event: `changed:${hash}:${now.getTime()}`,
      subject: `The transfer of ${row.key.name} was changed`,
      text: "its statement is another one now, and what was confirmed before is void.",
      next: "Read it again, then confirm or decline.",
      reason,
    });
    const changed = entryOf(row, "transfer.voided", {
      before: { statementHash: row.statementHash, credentials: row.credentials },
      after: { statementHash: hash, credentials },
      reason,
    });
    return { value: undefined, audit: onBoth(row, [...entries, changed]) };
  });
}
