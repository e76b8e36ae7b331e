/** How a transfer is read: its row with the names in it, and which of its confirmations still hold. */
import { asc, eq, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";
import { transfers } from "@/db/schema/transfers";
import { users } from "@/db/schema/users";

import type { ListedTransfer, Transfer } from "../../contracts/accounts/transfers";
import type { UnmetCondition } from "../../domain/transfers/conditions";
import {
  isUnderWay,
  stepTransfer,
  transferExpiresAt,
  transferState,
  undoUntil,
  type Transfer as TransferFacts,
  type TransferSide,
} from "../../domain/transfers/transfer";
import { notFound } from "../../domain/errors";
import type { StandIn } from "../../domain/transfers/stand-in";
import type { Reader, Transaction } from "../../kernel/database";
import { findConfirmations, type GivenConfirmation } from "../confirmations";

const source = alias(accounts, "source");
const destination = alias(accounts, "destination");
const carrier = alias(users, "carrier");

/** Transfers with the names of what they are about; callers add WHERE, order and limit. */
function selectTransfers(db: Reader) {
  return db
    .select({
      id: transfers.id,
      environment: transfers.environment,
      reason: transfers.reason,
      credentials: transfers.credentials,
      statement: transfers.statement,
      statementHash: transfers.statementHash,
      state: transfers.state,
      openedFor: transfers.openedFor,
      openedAt: transfers.openedAt,
      carriedOutAt: transfers.carriedOutAt,
      carriedOutBy: { id: carrier.id, name: carrier.name },
      endedAt: transfers.endedAt,
      endReason: transfers.endReason,
      caseId: supportCases.id,
      caseNumber: supportCases.number,
      key: { id: integrationKeys.id, clientId: integrationKeys.clientId, name: integrationKeys.name },
      source: { accountId: source.id, name: source.name },
      destination: { accountId: destination.id, name: destination.name },
    })
    .from(transfers)
    .innerJoin(integrationKeys, eq(integrationKeys.id, transfers.keyId))
    .innerJoin(source, eq(source.id, transfers.sourceAccountId))
    .innerJoin(destination, eq(destination.id, transfers.destinationAccountId))
    .leftJoin(carrier, eq(carrier.id, transfers.carriedOutBy))
    .leftJoin(supportCases, eq(supportCases.transferId, transfers.id))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectTransfers>>[number];

export type TransferRow = Row & { readonly confirmations: readonly GivenConfirmation[] };

/** Transfers by a condition, the latest first. */
export async function findTransfers(
  db: Reader,
  where: SQL | undefined,
  order: SQL,
  limit: number,
): Promise<TransferRow[]> {
  const rows = await selectTransfers(db).where(where).orderBy(order).limit(limit);
  const given = await findConfirmations(db, rows);
  return rows.map((row) => ({ ...row, confirmations: given.get(row.id) ?? [] }));
}

/** One transfer. @throws DomainError not_found */
export async function findTransfer(db: Reader, transferId: string): Promise<TransferRow> {
  const [row] = await findTransfers(db, eq(transfers.id, transferId), asc(transfers.id), 1);
  if (!row) throw notFound();
  return row;
}

/** One transfer under the lock of its row; the locks of both accounts are there. @throws DomainError not_found */
export async function lockTransfer(tx: Transaction, transferId: string): Promise<TransferRow> {
  await tx.select({ id: transfers.id }).from(transfers).where(eq(transfers.id, transferId)).for("update");
  return findTransfer(tx, transferId);
}

/**
 * A transfer as its rules see it: a confirmation counts until the right to it ended, and for nothing since. What had expired by
 * then stays so.
 */
export function transferOf(row: TransferRow, now: Date): TransferFacts {
  const { state, statementHash, openedAt, confirmations, carriedOutAt } = row;
  const ends = confirmations
    .filter(({ isStanding }) => !isStanding)
    .map(({ side, voidedAt }) => ({ type: "void", side, at: voidedAt ?? now }) as const)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let transfer: TransferFacts = { state, statementHash, openedAt, confirmations, carriedOutAt };
  for (const end of ends) {
    const step = stepTransfer(transfer, end);
    // Refused where it is over: that keeps the confirmations which it had, whatever has become of these people.
    if (step.ok) ({ transfer } = step);
  }
  return transfer;
}

/** The ids of both accounts, on whose records it all goes. */
export const accountIdsOf = (row: TransferRow): string[] => [row.source.accountId, row.destination.accountId];

export const otherSide = (side: TransferSide): TransferSide => (side === "source" ? "destination" : "source");

/** The wire form of a transfer in a list. */
export function toListed(row: TransferRow, now: Date): ListedTransfer {
  const transfer = transferOf(row, now);
  const given = transfer.confirmations.map(({ side }) => side);
  const status = transferState(transfer, now);
  const isWaiting = isUnderWay(status);
  return {
    id: row.id,
    status,
    clientId: row.key.clientId,
    keyName: row.key.name,
    environment: row.environment,
    source: row.source,
    destination: row.destination,
    reason: row.reason,
    credentials: row.credentials,
    statement: row.statement,
    statementHash: row.statementHash,
    openedFor: row.openedFor,
    confirmations: row.confirmations
      .filter(({ side }) => given.includes(side))
      .map(({ side, capacity, userId, name, fullName, reason, at }) => ({
        side,
        capacity,
        by: { id: userId, name },
        fullName,
        reason,
        at: at.toISOString(),
      })),
    openedAt: row.openedAt.toISOString(),
    expiresAt: isWaiting ? transferExpiresAt(transfer).toISOString() : null,
    carriedOutAt: row.carriedOutAt?.toISOString() ?? null,
    undoUntil: undoUntil(transfer)?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endReason: row.endReason,
    caseId: row.caseId,
  };
}

/**
 * The wire form of a transfer.
 * @param looked what stands against carrying it out, and who confirms for a source without admins; of one that is over both
 *   are left out
 */
export function toWire(
  row: TransferRow,
  looked: { readonly unmet: readonly UnmetCondition[]; readonly standIn: StandIn },
  now: Date,
): Transfer {
  const listed = toListed(row, now);
  if (!isUnderWay(listed.status)) {
    return { ...listed, unmetConditions: [], standIn: { outcome: "not_needed" } };
  }
  return { ...listed, unmetConditions: [...looked.unmet], standIn: looked.standIn };
}
