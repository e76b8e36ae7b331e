import type { StaffContext } from "../../kernel/context";
import { ask } from "../../kernel/read";
import { carryOutTransfer } from "./carry-out";
import { withdrawTransferAsSupport } from "./end-transfer";
import { findTransferIdOf } from "../reading/transfer-case";

/**
 * Grants the case of a transfer: carries it out, as {@link carryOutTransfer} does.
 * @throws DomainError not_found, and what carrying out is refused with
 */
export async function grantTransferCase(
  ctx: StaffContext,
  { caseId, note }: { readonly caseId: string; readonly note?: string | undefined },
): Promise<void> {
  await carryOutTransfer(ctx, await ask((db) => findTransferIdOf(db, caseId)), { reason: note });
}

/**
 * Declines the case of a transfer: support withdraws it, whoever opened it, and says why to both sides.
 * @throws DomainError not_found, and what withdrawing is refused with
 */
export async function declineTransferCase(
  ctx: StaffContext,
  { caseId, reason }: { readonly caseId: string; readonly reason: string },
): Promise<void> {
  await withdrawTransferAsSupport(ctx, await ask((db) => findTransferIdOf(db, caseId)), reason);
}
