import { and, eq, sql } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";
import { transfers } from "@/db/schema/transfers";

import type { AuditAction } from "../../domain/record/audit-event";
import type { RecordedStep } from "../../domain/transfers/receipt-proof";
import type { Reader } from "../../kernel/database";

type FoundStep = RecordedStep & { readonly action: AuditAction };

/** The events of a transfer on the records of these accounts, one record after the other, each in its order. */
export async function findRecordedSteps(
  db: Reader,
  transferId: string,
  accountIds: readonly string[],
): Promise<FoundStep[]> {
  const steps: FoundStep[] = [];
  for (const accountId of accountIds) {
    const found = await db
      .select({
        accountId: auditEvents.chainId,
        sequence: auditEvents.sequence,
        action: auditEvents.action,
        at: auditEvents.at,
        actor: auditEvents.actorName,
        actorId: auditEvents.actorId,
        hash: auditEvents.hash,
        before: auditEvents.before,
        after: auditEvents.after,
        reason: auditEvents.reason,
      })
      .from(auditEvents)
      .innerJoin(transfers, eq(transfers.keyId, auditEvents.subjectId))
      .where(
        and(
          eq(transfers.id, transferId),
          eq(auditEvents.chainId, accountId),
          sql`${auditEvents.after} ->> 'transferId' = ${transferId}`,
        ),
      )
      .orderBy(auditEvents.sequence);
    steps.push(...found.map((event) => ({ ...event, at: event.at.toISOString() })));
  }
  return steps;
}
