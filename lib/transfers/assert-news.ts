import { and, desc, eq, gt, inArray, or, sql } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";
import { transfers } from "@/db/schema/transfers";

import { DomainError } from "../domain/errors";
import { NEWS_PER_DAY, newsWaitMs } from "../domain/transfers/news-limit";
import { span } from "../domain/format/dates";
import type { Transaction } from "../kernel/database";

type Side = { readonly id: string; readonly name: string };

/**
 * Refuses one more transfer, or change of one, between two accounts where people of theirs have done so very often in the last 24
 * hours: all admins of both are told each time. What was done is read from the record, behind the locks of both accounts, so that of
 * two at once one sees the other. Support is not refused, and ending a transfer never is.
 * @throws DomainError too_many_attempts
 */
export async function assertNews(tx: Transaction, source: Side, destination: Side, now: Date): Promise<void> {
  const between = (one: Side, other: Side) =>
    and(eq(transfers.sourceAccountId, one.id), eq(transfers.destinationAccountId, other.id));
  const rows = await tx
    .select({ at: auditEvents.at })
    .from(auditEvents)
    .innerJoin(transfers, sql`${transfers.id} = (${auditEvents.after} ->> 'transferId')::uuid`)
    .where(
      and(
        // Either record has what happened between the two.
        eq(auditEvents.chainId, source.id),
        eq(auditEvents.actorKind, "user"),
        inArray(auditEvents.action, ["transfer.opened", "transfer.voided"]),
        // Of what made confirmations void: a change of the statement.
        sql`${auditEvents.after} ->> 'statementHash' is not null`,
        gt(auditEvents.at, sql`clock_timestamp() - interval '24 hours'`),
        or(between(source, destination), between(destination, source)),
      ),
    )
    .orderBy(desc(auditEvents.sequence))
    .limit(NEWS_PER_DAY);
  const wait = newsWaitMs(
    rows.map(({ at }) => at),
    now,
  );
  if (wait === null) return;
  throw new DomainError(
    "too_many_attempts",
    `Transfers between ${source.name} and ${destination.name} were opened or changed ${NEWS_PER_DAY} times in the last 24 hours, and all their admins are told each time. Try again in ${span(wait)}, or ask support to open it.`,
    { retryAfterSeconds: Math.ceil(wait / 1_000) },
  );
}
