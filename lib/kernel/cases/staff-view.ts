/**
 * Looks of support (R11). A look is an event of the account's own record that says why; nothing else remembers it, so what
 * lets support read is what the account's admins read.
 */
import { and, desc, eq, gt, inArray, isNotNull, or, sql } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";

import { DomainError } from "../../domain/errors";
import type { AuditEntry, JsonObject } from "../../domain/record/audit-event";
import { LOOK_MINUTES, type LookCause } from "../../domain/support/look";
import { findAccount } from "../access";
import type { Outcome } from "../change";
import type { AccountFacts, StaffContext } from "../context";
import type { Reader, Transaction } from "../database";
import { ask } from "../read";

const recently = sql`now() - make_interval(mins => ${sql.raw(String(LOOK_MINUTES))})`;
const told = (field: string) => sql<string | null>`${auditEvents.after} ->> ${sql.raw(`'${field}'`)}`;

const SAYS_WHY = or(isNotNull(auditEvents.reason), isNotNull(told("caseId")), isNotNull(told("transferId")));

/** A look that is open: when it began, and what for. */
export type OpenLook = { readonly at: Date; readonly cause: LookCause };

/**
 * The latest look of this person at an account that is still open, or the one with this cause.
 * @returns null where there is none
 */
export async function findOpenLook(
  db: Reader,
  { user }: StaffContext,
  accountId: string,
  cause?: LookCause,
): Promise<OpenLook | null> {
  const [row] = await db
    .select({
      at: auditEvents.at,
      reason: auditEvents.reason,
      caseId: told("caseId"),
      caseNumber: sql<number | null>`(${told("caseNumber")})::float8`,
      transferId: told("transferId"),
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chainId, accountId),
        eq(auditEvents.actorId, user.id),
        eq(auditEvents.action, "account.viewed_by_staff"),
        gt(auditEvents.at, recently),
        cause ? isFor(cause) : SAYS_WHY,
      ),
    )
    .orderBy(desc(auditEvents.sequence))
    .limit(1);
  return row ? { at: row.at, cause: cause ?? causeOf(row) } : null;
}

/** Those of these records, of accounts or people, on which a look of this person is still open. */
async function findOpenLooks(
  db: Reader,
  { user }: StaffContext,
  chainIds: readonly string[],
  cause?: LookCause,
): Promise<ReadonlySet<string>> {
  if (chainIds.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ id: auditEvents.chainId })
    .from(auditEvents)
    .where(
      and(
        inArray(auditEvents.chainId, [...chainIds]),
        eq(auditEvents.actorId, user.id),
        inArray(auditEvents.action, ["account.viewed_by_staff", "person.viewed_by_staff"]),
        gt(auditEvents.at, recently),
        cause ? isFor(cause) : SAYS_WHY,
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

type CauseRow = {
  readonly reason: string | null;
  readonly caseId: string | null;
  readonly caseNumber: number | null;
  readonly transferId: string | null;
};

function causeOf({ reason, caseId, caseNumber, transferId }: CauseRow): LookCause {
  if (caseId !== null && caseNumber !== null) return { kind: "case", caseId, caseNumber };
  if (transferId !== null) return { kind: "transfer", transferId };
  return { kind: "reason", reason: reason ?? "" };
}

function isFor(cause: LookCause) {
  if (cause.kind === "reason") return eq(auditEvents.reason, cause.reason);
  return cause.kind === "case" ? eq(told("caseId"), cause.caseId) : eq(told("transferId"), cause.transferId);
}

function detailsOf(cause: LookCause): JsonObject | null {
  if (cause.kind === "reason") return null;
  return cause.kind === "case"
    ? { caseId: cause.caseId, caseNumber: cause.caseNumber }
    : { transferId: cause.transferId };
}

/**
 * What a look at an account leaves on its record: one event per person, cause and hour, however often the page is opened. The
 * caller has the lock of the account's row, so that of two looks at once one goes on the record.
 */
export async function viewOnRecord(
  tx: Transaction,
  ctx: StaffContext,
  account: AccountFacts,
  cause: LookCause,
): Promise<AuditEntry | "unchanged"> {
  return (await findOpenLook(tx, ctx, account.id, cause)) ? "unchanged" : viewOf(account, cause);
}

function viewOf({ id, name }: Pick<AccountFacts, "id" | "name">, cause: LookCause): AuditEntry {
  return {
    action: "account.viewed_by_staff",
    subject: { kind: "account", id, name },
    after: detailsOf(cause),
    reason: cause.kind === "reason" ? cause.reason : null,
  };
}

/**
 * What a look at a person leaves who is in no account: one event on the own record per person of support, cause and hour. The
 * caller has the lock of the person's row.
 */
export async function viewOfPerson(
  tx: Transaction,
  ctx: StaffContext,
  person: { readonly id: string; readonly name: string },
  cause: LookCause,
): Promise<Outcome<unknown>["audit"]> {
  if ((await findOpenLooks(tx, ctx, [person.id], cause)).size > 0) return "unchanged";
  const view: AuditEntry = {
    ...viewOf(person, cause),
    action: "person.viewed_by_staff",
    subject: { kind: "user", id: person.id, name: person.name },
  };
  return { records: { [person.id]: view } };
}

/** The same of several accounts, each on its own record. */
export async function viewsOnRecords(
  tx: Transaction,
  ctx: StaffContext,
  accounts: readonly AccountFacts[],
  cause: LookCause,
): Promise<Outcome<unknown>["audit"]> {
  const open = await findOpenLooks(
    tx,
    ctx,
    accounts.map(({ id }) => id),
    cause,
  );
  const unseen = accounts.filter(({ id }) => !open.has(id));
  if (unseen.length === 0) return "unchanged";
  return { records: Object.fromEntries(unseen.map((account) => [account.id, viewOf(account, cause)])) };
}

/**
 * What goes on the records where support changed something, or found it so already: then its answer is a look all the same,
 * for the reason or the case that the change came with.
 */
export async function changeOrView(
  tx: Transaction,
  ctx: StaffContext,
  accounts: readonly AccountFacts[],
  cause: LookCause,
  audit: Outcome<unknown>["audit"],
): Promise<Outcome<unknown>["audit"]> {
  return audit === "unchanged" ? viewsOnRecords(tx, ctx, accounts, cause) : audit;
}

/**
 * Reads something of an account as support, which has said why within the last hour.
 * @throws DomainError not_found | forbidden | look_needs_reason
 */
export function readUnderLook<T>(
  ctx: StaffContext,
  accountId: string,
  query: (db: Reader) => Promise<T>,
): Promise<T> {
  return ask(async (db) => {
    await assertStaff(db, ctx);
    await findAccount(db, accountId);
    await assertLooks(db, ctx, [accountId]);
    return query(db);
  });
}

/**
 * That whoever of support asks has said why, on each of these records: of accounts, or of a person who is in none.
 * @throws DomainError look_needs_reason
 */
export async function assertLooks(db: Reader, ctx: StaffContext, chainIds: readonly string[]): Promise<void> {
  const open = await findOpenLooks(db, ctx, chainIds);
  if (chainIds.every((id) => open.has(id))) return;
  throw new DomainError(
    "look_needs_reason",
    "Say why you look, or name the case. The account’s admins read that in their audit log.",
  );
}

/** @throws DomainError forbidden */
export async function assertStaff(db: Reader, { user }: StaffContext): Promise<void> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, user.id), eq(users.staffRole, "support"), eq(users.status, "active")));
  if (rows.length === 0) {
    throw new DomainError("forbidden", "This page is for the operator's support staff.");
  }
}

/**
 * What a search leaves on the record of the person of support who makes it: one event per text and hour. The person's row is
 * locked for it, so that of two searches at once one goes on the record.
 */
export async function searchOnRecord(
  tx: Transaction,
  { user }: StaffContext,
  query: string,
): Promise<AuditEntry | "unchanged"> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, user.id)).for("no key update");
  const [recent] = await tx
    .select({ sequence: auditEvents.sequence })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chainId, user.id),
        eq(auditEvents.action, "support.searched"),
        sql`${auditEvents.after} ->> 'query' = ${query}`,
        gt(auditEvents.at, sql`now() - interval '1 hour'`),
      ),
    )
    .limit(1);
  if (recent) return "unchanged";
  return {
    action: "support.searched",
    subject: { kind: "user", id: user.id, name: user.name },
    after: { query },
  };
}
