/** What goes on the records of both accounts. */
import type { AuditAction, AuditEntry, JsonObject } from "../domain/record/audit-event";
import type { OnRecords } from "../kernel/change";
import type { TransferSide } from "../domain/transfers/transfer";
import type { Transaction } from "../kernel/database";
import { presentApp } from "../kernel/present-state";
import { accountIdsOf, otherSide, type TransferRow } from "./reading/transfer-row";

/** An event of a transfer, which is about its app, so that it stands among the events of that key. */
export function entryOf(
  row: Pick<TransferRow, "id" | "key" | "caseId" | "caseNumber">,
  action: AuditAction,
  changed: {
    readonly before?: JsonObject;
    readonly after?: JsonObject;
    readonly reason?: string | null;
  } = {},
): AuditEntry {
  const { before = null, after = {}, reason = null } = changed;
  return {
    action,
    subject: { kind: "integration_key", id: row.key.id, name: row.key.name },
    before,
    after: {
      transferId: row.id,
      // The release before opens transfers without a case.
      ...(row.caseId === null ? {} : { caseId: row.caseId, caseNumber: row.caseNumber }),
      ...after,
    },
    reason,
  };
}

/**
 * An app's move on both records: on the one that it leaves, that it left; on the other, the app as it comes, from which that
 * record goes on (`lib/domain/record/recorded-state`).
 * @param to the account that has it now
 */
export async function moveOnRecords(
  tx: Transaction,
  row: TransferRow,
  to: TransferSide,
  move: {
    readonly action: "transfer.carried_out" | "transfer.undone";
    readonly revoked: number;
    readonly reason: string | null;
  },
): Promise<Record<string, AuditEntry[]>> {
  const [from, there] = [row[otherSide(to)], row[to]];
  const entry = entryOf(row, move.action, {
    before: { accountId: from.accountId, accountName: from.name },
    after: {
      accountId: there.accountId,
      accountName: there.name,
      statementHash: row.statementHash,
      credentialsRevoked: move.revoked,
    },
    reason: move.reason,
  });
  const app = await presentApp(tx, row.key.id);
  const things = app.map(({ kind, id, name, facts }) => ({ kind, id, name, facts }));
  return {
    [from.accountId]: [entry],
    [there.accountId]: [{ ...entry, after: { ...entry.after, things } }],
  };
}

/** The same entries on both records. */
export function onBoth(row: TransferRow, entries: readonly AuditEntry[]): OnRecords {
  return { records: Object.fromEntries(accountIdsOf(row).map((accountId) => [accountId, entries])) };
}
