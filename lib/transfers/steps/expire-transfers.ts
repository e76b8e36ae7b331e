import { and, asc, eq, gt, inArray, lte, sql } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import { transfers } from "@/db/schema/transfers";

import { CONFIRMATION_VALID_MS, transferState } from "../../domain/transfers/transfer";
import { bySystem } from "../../kernel/authority";
import { change } from "../../kernel/change";
import { ask } from "../../kernel/read";
import { announce } from "../announce";
import { clock } from "../clock";
import { entryOf, onBoth } from "../record";
import { closeCaseOf } from "../reading/transfer-case";
import { accountIdsOf, findTransfer, lockTransfer, transferOf } from "../reading/transfer-row";

const COMMAND = "transfer expiry";
const AT_ONCE = 50;
const OVER = "It was not carried out within 14 days.";
const isWaiting = inArray(transfers.state, ["open", "confirmed"]);

/**
 * Writes down which transfers have expired: on both records, to the admins of both sides, and in their cases. That they have
 * is told by the clock before; whoever does this and however often, it is done once.
 * @returns how many
 */
export async function expireTransfers(signal: AbortSignal = new AbortController().signal): Promise<number> {
  let expired = 0;
  let last = "00000000-0000-0000-0000-000000000000";
  while (!signal.aborted) {
    const old = await findOld(last);
    for (const { id } of old) if (await expire(id)) expired += 1;
    const end = old.at(-1);
    if (!end || old.length < AT_ONCE) break;
    last = end.id;
  }
  return expired;
}

/** The same of the one transfer of an app, before another is opened in its place. */
export async function expireTransferOf(app: {
  readonly clientId: string;
  readonly accountId: string;
}): Promise<void> {
  const [waiting] = await ask((db) =>
    db
      .select({ id: transfers.id })
      .from(transfers)
      .innerJoin(integrationKeys, eq(integrationKeys.id, transfers.keyId))
      .where(
        and(
          isWaiting,
          eq(integrationKeys.clientId, app.clientId),
          eq(integrationKeys.accountId, app.accountId),
        ),
      ),
  );
  if (waiting) await expire(waiting.id);
}

/** Old enough that they can have expired: a confirmation is younger than the opening from which its 14 days count. */
function findOld(after: string) {
  const oldest = sql`clock_timestamp() - make_interval(secs => ${CONFIRMATION_VALID_MS / 1_000})`;
  return ask((db) =>
    db
      .select({ id: transfers.id })
      .from(transfers)
      .where(and(isWaiting, gt(transfers.id, after), lte(transfers.openedAt, oldest)))
      .orderBy(asc(transfers.id))
      .limit(AT_ONCE),
  );
}

async function expire(transferId: string): Promise<boolean> {
  const found = await ask((db) => findTransfer(db, transferId));
  return change(bySystem(COMMAND), accountIdsOf(found), async (tx) => {
    const row = await lockTransfer(tx, transferId);
    const now = await clock(tx);
    if (row.state === "expired" || transferState(transferOf(row, now), now) !== "expired") {
      return { value: false, audit: "unchanged" };
    }
    await tx.update(transfers).set({ state: "expired", endedAt: now }).where(eq(transfers.id, transferId));
    await closeCaseOf(tx, transferId, {
      status: "expired",
      closedBy: null,
      closedAt: now,
      resolution: OVER,
    });
    await announce(tx, row, {
      event: "expired",
      subject: `The transfer of ${row.key.name} has expired`,
      text: "it was not carried out within 14 days.",
      next: `${row.source.name} manages the app as before. Another transfer can be requested.`,
    });
    return { value: true, audit: onBoth(row, [entryOf(row, "transfer.expired", { reason: OVER })]) };
  });
}
