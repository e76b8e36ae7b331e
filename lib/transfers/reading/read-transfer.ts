import { and, desc, eq, lt, or } from "drizzle-orm";

import { transfers } from "@/db/schema/transfers";

import type {
  Transfer,
  TransferList,
  TransferListInput,
  TransferReceipt,
} from "../../contracts/accounts/transfers";
import { DomainError, notFound } from "../../domain/errors";
import { permits } from "../../domain/people/profiles";
import { standInOf } from "../../domain/transfers/stand-in";
import { isUnderWay, transferRefusalText } from "../../domain/transfers/transfer";
import type { LookCause } from "../../domain/support/look";
import { byStaff } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountContext, SessionContext, StaffContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { ask, read } from "../../kernel/read";
import { assertLooks, assertStaff, viewsOnRecords } from "../../kernel/cases/staff-view";
import { clock } from "../clock";
import { findUnmet } from "../facts";
import { findRecordedSteps } from "./recorded-steps";
import { isSharedUser } from "../shared-user";
import { findStandIns } from "../stand-in-facts";
import {
  accountIdsOf,
  findTransfer,
  findTransfers,
  toListed,
  toWire,
  type TransferRow,
} from "./transfer-row";
import { partOf } from "../who";

/** Transfers from and to an account, the latest first; a page at a time by keyset. @throws DomainError forbidden */
export function listTransfers(ctx: AccountContext, input: TransferListInput): Promise<TransferList> {
  return read(ctx, "key:transfer", async (db) => {
    const mine = or(
      eq(transfers.sourceAccountId, ctx.account.id),
      eq(transfers.destinationAccountId, ctx.account.id),
    );
    const rows = await findTransfers(
      db,
      and(mine, input.cursor ? lt(transfers.id, input.cursor) : undefined),
      desc(transfers.id),
      input.limit + 1,
    );
    const page = rows.slice(0, input.limit);
    const now = await clock(db);
    const data = page.map((row) => toListed(row, now));
    return { data, nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null };
  });
}

/** A transfer, for admins of either side. @throws DomainError not_found for anybody else */
export function getTransfer(session: SessionContext, transferId: string): Promise<Transfer> {
  return ask(async (db) => {
    const row = await findTransfer(db, transferId);
    await partOf(db, session, row);
    return shown(db, row);
  });
}

/** A transfer as one of its accounts sees it. @throws DomainError not_found where this account is neither side */
export async function getTransferOf(ctx: AccountContext, transferId: string): Promise<Transfer> {
  const transfer = await getTransfer(ctx, transferId);
  assertSide(ctx, transfer);
  return { ...transfer, isYouShared: await ask((db) => isSharedUser(db, ctx.user.id, ctx.account.id)) };
}

/** A transfer as the source's organization sees it. @throws DomainError not_found where it is not this organization's */
export function getTransferOfOrganization(
  session: SessionContext,
  { organizationId, transferId }: { readonly organizationId: string; readonly transferId: string },
): Promise<Transfer> {
  return ask(async (db) => {
    const row = await findTransfer(db, transferId);
    if ((await partOf(db, session, row)).organizationId !== organizationId) throw notFound();
    return shown(db, row);
  });
}

/** A transfer's receipt as one of its accounts sees it. @throws DomainError not_found | not_carried_out */
export async function getReceiptOf(ctx: AccountContext, transferId: string): Promise<TransferReceipt> {
  const receipt = await getReceipt(ctx, transferId);
  assertSide(ctx, receipt.transfer);
  return receipt;
}

function assertSide(
  { account, profile }: AccountContext,
  { source, destination }: Pick<Transfer, "source" | "destination">,
): void {
  const isSide = [source.accountId, destination.accountId].includes(account.id);
  if (!isSide || !permits(profile, "key:transfer")) throw notFound();
}

/**
 * Opens a transfer to whoever of support asks, for an hour: the look goes on the records of both accounts (R11).
 * @throws DomainError not_found | forbidden
 */
export async function lookAtTransfer(ctx: StaffContext, transferId: string): Promise<Transfer> {
  const found = await ask((db) => findTransfer(db, transferId));
  await change(byStaff(ctx), accountIdsOf(found), async (tx, { accounts }) => ({
    value: undefined,
    audit: await viewsOnRecords(tx, ctx, accounts, causeOf(found)),
  }));
  return ask(async (db) => shown(db, await findTransfer(db, transferId)));
}

/**
 * A transfer as it is now, for support under an open look at both accounts: its page asks every few seconds, and takes no lock and
 * writes nothing.
 * @throws DomainError not_found | forbidden | look_needs_reason
 */
export function getTransferAsSupport(ctx: StaffContext, transferId: string): Promise<Transfer> {
  return ask(async (db) => {
    await assertStaff(db, ctx);
    const found = await findTransfer(db, transferId);
    await assertLooks(db, ctx, accountIdsOf(found));
    return shown(db, found);
  });
}

/** Why support looks at a transfer: its case, which those of the release before have none of yet. */
function causeOf({ id, caseId, caseNumber }: TransferRow): LookCause {
  if (caseId === null || caseNumber === null) return { kind: "transfer", transferId: id };
  return { kind: "case", caseId, caseNumber };
}

/**
 * The receipt of a transfer that was carried out, for admins of either side (S3).
 * @throws DomainError not_found | not_carried_out
 */
export function getReceipt(session: SessionContext, transferId: string): Promise<TransferReceipt> {
  return ask(async (db) => {
    const row = await findTransfer(db, transferId);
    await partOf(db, session, row);
    if (row.carriedOutBy === null) {
      throw new DomainError("not_carried_out", transferRefusalText("not_carried_out"));
    }
    const { standIn: _standIn, caseId: _caseId, ...transfer } = await shown(db, row);
    return {
      transfer,
      before: row.source,
      after: row.destination,
      carriedOutBy: row.carriedOutBy,
      events: await eventsOf(db, row),
    };
  });
}

/** Of a receipt: what an event changed stands on the records themselves. */
async function eventsOf(db: Reader, row: TransferRow): Promise<TransferReceipt["events"]> {
  const steps = await findRecordedSteps(db, row.id, accountIdsOf(row));
  return steps.map(
    ({ actorId: _actorId, before: _before, after: _after, reason: _reason, ...event }) => event,
  );
}

async function shown(db: Reader, row: TransferRow): Promise<Transfer> {
  const now = await clock(db);
  if (!isUnderWay(row.state)) return toWire(row, { unmet: [], standIn: { outcome: "not_needed" } }, now);
  const moved = {
    keyId: row.key.id,
    sourceAccountId: row.source.accountId,
    destinationAccountId: row.destination.accountId,
  };
  const found = (await findStandIns(db, [row.id])).get(row.id);
  if (!found) throw notFound();
  return toWire(row, { unmet: await findUnmet(db, moved, now), standIn: standInOf(found.facts) }, now);
}
