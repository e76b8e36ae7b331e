import { organizationTransferNotice, transferNotice } from "../domain/notices/transfers";
import type { Transaction } from "../kernel/database";
import { findAdmins, tell } from "../kernel/people/notices";
import { findStandIns } from "./stand-in-facts";
import type { TransferRow } from "./reading/transfer-row";

type Told = Pick<TransferRow, "id" | "key" | "source" | "destination">;
type News = {
  /** Names the happening: the same text may be told again of another one. */
  readonly event: string;
  readonly subject: string;
  readonly text: string;
  readonly next: string;
  readonly reason?: string | null;
};

/**
 * Tells the admins of both sides what happened to a transfer (S3). Where the source has none left, the admins of its
 * organization are told, who may stand in.
 */
export async function announce(tx: Transaction, transfer: Told, news: News): Promise<void> {
  const { id, key, source, destination } = transfer;
  const { event, subject, text, next, reason = null } = news;
  const told = {
    transferId: id,
    keyName: key.name,
    source: source.name,
    destination: destination.name,
    event: { id: event, subject, text },
    next,
    reason,
  };
  const sources = await findAdmins(tx, source.accountId);
  await tell(tx, sources, transferNotice(source.accountId, told));
  await tell(tx, await findAdmins(tx, destination.accountId), transferNotice(destination.accountId, told));
  if (sources.length > 0) return;
  const found = (await findStandIns(tx, [id])).get(id);
  if (!found || found.organizationId === null) return;
  await tell(tx, found.organizationAdmins, organizationTransferNotice(found.organizationId, told));
}
