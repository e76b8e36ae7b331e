import { and, asc, eq, exists, gt, inArray } from "drizzle-orm";

import { transferConfirmations, transfers } from "@/db/schema/transfers";

import { bySystem } from "../../kernel/authority";
import { change } from "../../kernel/change";
import { ask } from "../../kernel/read";
import { clock } from "../clock";
import { lockStanding } from "../lock-standing";
import { onBoth } from "../record";
import { accountIdsOf, findTransfers, type TransferRow } from "../reading/transfer-row";

const COMMAND = "transfer confirmations";
const AT_ONCE = 50;

/**
 * Writes down which confirmations of waiting transfers are void, since whoever gave them may give them no more: on both
 * records, and to the admins of both sides. They count for nothing before; whoever does this and however often, it is told once.
 * @returns how many transfers it found with such
 */
export async function voidLapsed(signal: AbortSignal = new AbortController().signal): Promise<number> {
  let found = 0;
  let last = "00000000-0000-0000-0000-000000000000";
  while (!signal.aborted) {
    const waiting = await findConfirmed(last);
    for (const row of waiting) {
      if (row.confirmations.some(({ isStanding }) => !isStanding) && (await writeDown(row))) found += 1;
    }
    const end = waiting.at(-1);
    if (!end || waiting.length < AT_ONCE) break;
    last = end.id;
  }
  return found;
}

function findConfirmed(after: string): Promise<TransferRow[]> {
  return ask((db) => {
    const given = db
      .select({ id: transferConfirmations.transferId })
      .from(transferConfirmations)
      .where(eq(transferConfirmations.transferId, transfers.id));
    return findTransfers(
      db,
      and(inArray(transfers.state, ["open", "confirmed"]), gt(transfers.id, after), exists(given)),
      asc(transfers.id),
      AT_ONCE,
    );
  });
}

function writeDown(found: TransferRow): Promise<boolean> {
  return change(bySystem(COMMAND), accountIdsOf(found), async (tx) => {
    const { row, entries } = await lockStanding(tx, found.id, await clock(tx));
    return entries.length === 0
      ? { value: false, audit: "unchanged" }
      : { value: true, audit: onBoth(row, entries) };
  });
}
