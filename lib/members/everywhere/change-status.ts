import { and, eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import type { SupportPerson } from "../../contracts/support/support-people";
import { DomainError, notFound } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import { bySupporter, type Authority } from "../../kernel/authority";
import { change, onRecordsOf, type OnRecords, type Outcome } from "../../kernel/change";
import type { StaffContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { endSessionsOf } from "../../kernel/people/end-sessions";
import { endRights, lockAdministered } from "../../kernel/accounts/organization-admins";
import { ask } from "../../kernel/read";
import { announceStatus } from "./announce";
import { lookAtAll } from "./look";
import { assertLocked, overAccounts } from "./over-accounts";
import { findSupportPerson, type MembershipRow } from "./person";
import { countStopping, findLastAdmined } from "./stops";

type Changing = { readonly userId: string; readonly reason: string };
type Deactivating = Changing & {
  /** Said where an organization is left without an admin by it. */
  readonly leavesNone?: boolean | undefined;
};

/**
 * Deactivates a person in all accounts at once, by support: sessions end, keys that act as the person are refused by the gate
 * from now on (owner_inactive), and confirmations of transfers that wait are void. On the record of every account that the
 * person is active in, whose admins are told, and on the person's own. The right of an organization's admin ends with it, for
 * good. Nobody is, while an account with live keys would be left without an admin, or an organization, unless that is said.
 * Deactivated already, the person stays so.
 * @throws DomainError not_found | forbidden for oneself | last_admin, which names the accounts | last_organization_admin
 */
export async function deactivatePerson(ctx: StaffContext, input: Deactivating): Promise<SupportPerson> {
  if (input.userId === ctx.user.id) {
    throw new DomainError("forbidden", "You can’t deactivate yourself. Ask somebody else of support.");
  }
  return changeAsSupport(ctx, input, "deactivated", (tx, locked) => deactivate(tx, locked, input));
}

/**
 * Brings a person back everywhere, with the memberships of before and the keys that have not ended meanwhile. Active
 * already, the person stays so.
 * @throws DomainError not_found | forbidden
 */
export function reactivatePerson(ctx: StaffContext, input: Changing): Promise<SupportPerson> {
  return changeAsSupport(ctx, input, "active", (tx, locked) => reactivate(tx, locked, input));
}

/** What deactivates a person, under all locks. @throws DomainError last_admin | last_organization_admin */
export async function deactivate(
  tx: Transaction,
  { person, rows, administered }: Locked,
  { userId, reason, leavesNone }: Deactivating,
): Promise<OnRecords> {
  const accountIds = rows.map(({ account }) => account.id);
  const lastAdmined = await findLastAdmined(tx, userId, accountIds);
  const blocked = rows.map(({ account }) => account).filter(({ id }) => lastAdmined.has(id));
  if (blocked.length > 0) throw lastAdminOf(person.name, blocked);
  const stopping = await countStopping(tx, userId, accountIds);
  await tx
    .update(users)
    .set({ status: "deactivated" })
    .where(and(eq(users.id, userId), eq(users.status, "active")));
  const ended = await endSessionsOf(tx, userId, reason);
  const rights = await endRights(tx, administered, { reason, leavesNone });
  await announceStatus(tx, { person, isActive: false, reason, accountIds });
  const entryWith = (after: AuditEntry["after"]): AuditEntry => ({
    action: "person.deactivated",
    subject: { kind: "user", id: userId, name: person.name },
    before: { status: "active" },
    after: { status: "deactivated", ...after },
    reason,
  });
  const ofAccounts = accountIds.map((id) => [id, entryWith({ keysStopped: stopping.get(id) ?? 0 })] as const);
  return onRecordsOf(
    Object.fromEntries<AuditEntry | AuditEntry[]>([...ofAccounts, [userId, [entryWith({}), ...ended]]]),
    rights,
  );
}

/** What brings a person back, under all locks. */
export async function reactivate(
  tx: Transaction,
  { person, rows }: Locked,
  { userId, reason }: Changing,
): Promise<OnRecords> {
  const accountIds = rows.map(({ account }) => account.id);
  await tx
    .update(users)
    .set({ status: "active" })
    .where(and(eq(users.id, userId), eq(users.status, "deactivated")));
  await announceStatus(tx, { person, isActive: true, reason, accountIds });
  const resumed = await countStopping(tx, userId, accountIds);
  const entryWith = (after: AuditEntry["after"]): AuditEntry => ({
    action: "person.reactivated",
    subject: { kind: "user", id: userId, name: person.name },
    before: { status: "deactivated" },
    after: { status: "active", ...after },
    reason,
  });
  const ofAccounts = accountIds.map((id) => [id, entryWith({ keysResumed: resumed.get(id) ?? 0 })] as const);
  return { records: Object.fromEntries([...ofAccounts, [userId, entryWith({})]]) };
}

function lastAdminOf(person: string, accounts: readonly { readonly name: string }[]): DomainError {
  const names = accounts.map(({ name }) => name).join(", ");
  return new DomainError(
    "last_admin",
    `${person} is the last active admin of ${names}, with live keys there. Each needs another admin first, or its keys revoked.`,
    {
      errors: accounts.map(({ name }) => ({
        pointer: "",
        code: "last_admin",
        detail: `${name} would be left without an admin, with live keys.`,
      })),
    },
  );
}

type Locked = {
  readonly person: { readonly id: string; readonly name: string };
  /** The accounts in which the person is active. */
  readonly rows: readonly MembershipRow[];
  /** Organizations that the person is named an admin of. */
  readonly administered: Awaited<ReturnType<typeof lockAdministered>>;
};
type Work = (tx: Transaction, locked: Locked) => Promise<OnRecords>;

/** What support gets for an answer is read once the locks of all accounts are given back. */
async function changeAsSupport(
  ctx: StaffContext,
  { userId, reason }: Changing,
  status: SupportPerson["status"],
  work: Work,
): Promise<SupportPerson> {
  let accountIds: readonly string[] = [];
  await changeStatus(bySupporter(ctx), { userId }, status, {
    work,
    ifSo: (tx, locked) => lookAtAll(tx, ctx, { userId, accountIds: locked }, reason),
    onLocked: (locked) => {
      accountIds = locked;
    },
  });
  return ask((db) => findSupportPerson(db, userId, accountIds));
}

/**
 * All accounts' rows first, in the order of their ids, then those of the organizations, and then the person's: as whatever rests
 * on people takes them.
 * @param steps.ifSo what goes on record where the person is so already
 * @returns whether anything was changed
 */
export function changeStatus(
  authority: Authority,
  { userId }: { readonly userId: string },
  status: SupportPerson["status"],
  steps: {
    readonly work: Work;
    readonly ifSo: (tx: Transaction, accountIds: readonly string[]) => Promise<Outcome<unknown>["audit"]>;
    readonly onLocked?: (accountIds: readonly string[]) => void;
  },
): Promise<boolean> {
  return overAccounts(userId, (accountIds) =>
    change(authority, accountIds, async (tx): Promise<Outcome<boolean>> => {
      const administered = await lockAdministered(tx, userId);
      const [person] = await tx
        .select({ id: users.id, name: users.name, status: users.status })
        .from(users)
        .where(eq(users.id, userId))
        .for("update");
      if (!person) throw notFound();
      const all = await assertLocked(tx, userId, accountIds);
      steps.onLocked?.(accountIds);
      if (person.status === status) return { value: false, audit: await steps.ifSo(tx, accountIds) };
      const rows = all.filter((row) => row.status === "active");
      return { value: true, audit: await steps.work(tx, { person, rows, administered }) };
    }),
  );
}
