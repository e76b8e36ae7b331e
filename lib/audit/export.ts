import { and, asc, eq, gt, lte } from "drizzle-orm";

import { auditChains, auditEvents } from "@/db/schema/audit-events";

import type { AuditEvent, AuditExportInput } from "../contracts/accounts/audit";
import type { AccountContext } from "../kernel/context";
import { ask, read } from "../kernel/read";
import { matches, selectEvents, toAuditEvent } from "./audit-event";
import { CSV_HEADER, csvLine } from "./csv";
import { isoDay } from "../domain/format/dates";

const BATCH = 500;

export type AuditExport = {
  readonly contentType: string;
  readonly fileName: string;
  /** The file in pieces, read from the database as they are taken. */
  readonly chunks: AsyncGenerator<string>;
};

/**
 * Every event that the filters find, oldest first, up to the end of the chain at this moment; never the whole of it
 * in memory.
 * @throws DomainError forbidden
 */
export async function exportAuditEvents(ctx: AccountContext, input: AuditExportInput): Promise<AuditExport> {
  const end = await read(ctx, "audit:read", async (db) => {
    const [chain] = await db
      .select({ lastSequence: auditChains.lastSequence })
      .from(auditChains)
      .where(eq(auditChains.chainId, ctx.account.id));
    return chain?.lastSequence ?? 0;
  });
  const batches = eventBatches(ctx.account.id, input, end);
  return {
    contentType: input.format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
    fileName: `audit-log-${ctx.account.id}-${isoDay(new Date())}.${input.format}`,
    chunks: input.format === "csv" ? csvChunks(batches) : jsonChunks(batches),
  };
}

async function* eventBatches(
  chainId: string,
  input: AuditExportInput,
  end: number,
): AsyncGenerator<AuditEvent[]> {
  let last = 0;
  for (;;) {
    const after = last;
    const rows = await ask((db) =>
      selectEvents(db)
        .where(and(matches(chainId, input), gt(auditEvents.sequence, after), lte(auditEvents.sequence, end)))
        .orderBy(asc(auditEvents.sequence))
        .limit(BATCH),
    );
    if (rows.length > 0) yield rows.map(toAuditEvent);
    if (rows.length < BATCH) return;
    last = rows.at(-1)?.sequence ?? end;
  }
}

async function* csvChunks(batches: AsyncGenerator<AuditEvent[]>): AsyncGenerator<string> {
  yield CSV_HEADER;
  for await (const events of batches) yield events.map(csvLine).join("");
}

async function* jsonChunks(batches: AsyncGenerator<AuditEvent[]>): AsyncGenerator<string> {
  let separator = "[\n";
  for await (const events of batches) {
    yield separator + events.map((event) => JSON.stringify(event)).join(",\n");
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}
