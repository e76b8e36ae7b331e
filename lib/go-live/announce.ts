import { keyIsLive } from "../domain/notices/go-live";
import type { Transaction } from "../kernel/database";
import { findAdmins, tell } from "../kernel/people/notices";
import type { ProductionCopy } from "./take-live";

/** Tells who asked for it, and the admins of the production account, that a key is there. */
export async function announceLive(
  tx: Transaction,
  requesterId: string,
  { key, accountName }: ProductionCopy,
  note: string | null,
): Promise<void> {
  const admins = await findAdmins(tx, key.accountId);
  await tell(tx, [requesterId, ...admins], keyIsLive(key, accountName, note));
}
