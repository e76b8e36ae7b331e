/** A transfer's case in support's queue: it opens with it, in the same transaction, and ends with it. */
import { and, eq } from "drizzle-orm";

import { supportCases } from "@/db/schema/support-cases";

import { notFound } from "../../domain/errors";
import type { CaseStatus } from "../../domain/support/cases";
import type { Reader, Transaction } from "../../kernel/database";
import { newId } from "../../platform/ids";

/** Puts a transfer into support's queue; the case is of the account that gives the app away. */
export async function openCaseOf(
  tx: Transaction,
  opened: {
    readonly transferId: string;
    readonly sourceAccountId: string;
    readonly openedBy: string;
    readonly reason: string;
    readonly now: Date;
  },
): Promise<void> {
  await tx.insert(supportCases).values({
    id: newId(),
    kind: "transfer",
    transferId: opened.transferId,
    accountId: opened.sourceAccountId,
    openedBy: opened.openedBy,
    openedAt: opened.now,
    message: opened.reason,
  });
}

/** Ends the case of a transfer that ends. One that the release before has opened has none until that release is gone. */
export async function closeCaseOf(
  tx: Transaction,
  transferId: string,
  closing: {
    readonly status: Exclude<CaseStatus, "open">;
    /** Null for the clock. */
    readonly closedBy: string | null;
    readonly closedAt: Date;
    readonly resolution: string | null;
  },
): Promise<void> {
  await tx
    .update(supportCases)
    .set(closing)
    .where(and(eq(supportCases.transferId, transferId), eq(supportCases.status, "open")));
}

/** The transfer that a case is about. @throws DomainError not_found */
export async function findTransferIdOf(db: Reader, caseId: string): Promise<string> {
  const [row] = await db
    .select({ transferId: supportCases.transferId })
    .from(supportCases)
    .where(eq(supportCases.id, caseId));
  if (!row || row.transferId === null) throw notFound();
  return row.transferId;
}
