import type { TransferReceipt } from "../../contracts/accounts/transfers";
import { proveReceipt, type ReceiptProof } from "../../domain/transfers/receipt-proof";
import type { Reader } from "../../kernel/database";
import { findRecordedSteps } from "./recorded-steps";
import { statementHash } from "../statement-hash";

/**
 * Verifies a receipt, wherever it was kept, by the events on the records of both accounts (S3), for the operator. That these
 * are whole is for `audit/verify` to say: what a broken record says proves nothing.
 */
export async function verifyReceipt(db: Reader, receipt: TransferReceipt): Promise<ReceiptProof> {
  const { transfer, before, after } = receipt;
  const steps = await findRecordedSteps(db, transfer.id, [before.accountId, after.accountId]);
  return proveReceipt(receipt, statementHash(transfer.statement), steps);
}
