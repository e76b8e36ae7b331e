import { and, eq, sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/users";

import { DomainError, notFound } from "../domain/errors";
import type { Permission } from "../domain/profiles";
import { authorize, findAccess, findAccount, lockAccount } from "./access";
import { appendAudit, type Actor, type AuditEntry } from "./audit";
import type { AccountContext, AccountFacts, RequestInfo, SessionContext, StaffContext } from "./context";
import { transact } from "./transaction";

/** What a change gives back: its value, and what goes on the record; "unchanged" where a retry found the work done. */
export type Outcome<T> = {
  readonly value: T;
  readonly audit: AuditEntry | readonly AuditEntry[] | "unchanged";
};

/**
 * Changes something in an account (I7): under the lock of its row, checks the permission against the database as it is
 * now, runs the work and writes the audit events in one transaction, and repeats all of it after a conflict.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled | account_closed, and the work's own
 */
export function mutate<T>(
  ctx: AccountContext,
  permission: Permission,
  work: (tx: Transaction, fresh: AccountContext & { readonly now: Date }) => Promise<Outcome<T>>,
): Promise<T> {
  return transact(async (tx) => {
    await lockAccount(tx, ctx.account.id);
    const access = await findAccess(tx, ctx.user.id, ctx.account.id, "share");
    if (!access) throw notFound();
    authorize(access, permission);
    const outcome = await work(tx, { ...ctx, ...access });
    await appendAudit(tx, ctx.account.id, userActor(ctx), ctx.request, entriesOf(outcome));
    return outcome.value;
  });
}

/**
 * Changes something in an account on behalf of the operator, under the lock of its row; on the record of that account
 * (R11).
 * @throws DomainError forbidden | not_found, and the work's own
 */
export function mutateAsStaff<T>(
  ctx: StaffContext,
  accountId: string,
  work: (tx: Transaction, account: AccountFacts, now: Date) => Promise<Outcome<T>>,
): Promise<T> {
  return transact(async (tx) => {
    await lockAccount(tx, accountId);
    const now = await assertStaff(tx, ctx.user.id);
    const account = await findAccount(tx, accountId);
    const outcome = await work(tx, account, now);
    const actor: Actor = { kind: "staff", id: ctx.user.id, name: ctx.user.name };
    await appendAudit(tx, accountId, actor, ctx.request, entriesOf(outcome));
    return outcome.value;
  });
}

/** Changes something that belongs to the person alone; on the person's own record. */
export function mutateOwn<T>(
  ctx: Pick<SessionContext, "user" | "request">,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<T> {
  return transact(async (tx) => {
    const outcome = await work(tx);
    await appendAudit(tx, ctx.user.id, userActor(ctx), ctx.request, entriesOf(outcome));
    return outcome.value;
  });
}

/**
 * Changes something by a command of the operator.
 * @param chainId whose record it is on: the account, or the person for what concerns a person alone
 */
export function mutateAsSystem<T>(
  command: string,
  chainId: string,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<T> {
  const request: RequestInfo = { requestId: command, address: null, userAgent: null };
  return transact(async (tx) => {
    const outcome = await work(tx);
    await appendAudit(tx, chainId, { kind: "system", id: null, name: command }, request, entriesOf(outcome));
    return outcome.value;
  });
}

function userActor(ctx: Pick<SessionContext, "user">): Actor {
  return { kind: "user", id: ctx.user.id, name: ctx.user.name };
}

function entriesOf({ audit }: Outcome<unknown>): readonly AuditEntry[] {
  if (audit === "unchanged") return [];
  const entries = "action" in audit ? [audit] : audit;
  if (entries.length === 0) throw new Error("A change has at least one audit event, or is unchanged");
  return entries;
}

async function assertStaff(tx: Transaction, userId: string): Promise<Date> {
  const [row] = await tx
    .select({ now: sql`clock_timestamp()`.mapWith(users.createdAt) })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.staffRole, "support"), eq(users.status, "active")))
    .for("share");
  if (!row) throw new DomainError("forbidden", "This page is for the operator's support staff.");
  return row.now;
}
