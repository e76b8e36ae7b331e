import { appendAudit } from "@/db/audit-chain";
import type { Transaction } from "@/db/client";

import type { AuditEntry } from "../domain/record/audit-event";
import type { RequestInfo } from "./context";

/** Appends what a command of the operator did. */
export function appendAsSystem(
  tx: Transaction,
  command: string,
  chainId: string,
  entries: readonly AuditEntry[],
): Promise<void> {
  const request: RequestInfo = { requestId: command, address: null, userAgent: null };
  return appendAudit(tx, chainId, { kind: "system", id: null, name: command }, request, entries);
}
