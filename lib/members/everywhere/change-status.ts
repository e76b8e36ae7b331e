import { and, eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import type { SupportPerson } from "../../contracts/support-people";
import { DomainError, notFound } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import { bySupporter } from "../../kernel/authority";
import { change, onRecordsOf, type OnRecords, type Outcome } from "../../kernel/change";
import type { StaffContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { endSessionsOf } from "../../kernel/end-sessions";
import { endRights, lockAdministered } from "../../kernel/organization-admins";
import { lookAtAll } from "./look";
import { assertLocked, overAccounts } from "./over-accounts";
import { findSupportPerson, stopsIn, type MembershipRow } from "./person";

type Changing = { readonly userId: string; readonly reason: string };
type Deactivating = Changing & {
  /** Said where an organization is left without an admin by it. */
  readonly leavesNone?: boolean | undefined;
};

/**
 * Deactivates a person in all accounts at once, by support: sessions end, keys that act as the person are refused by the gate
 * from now on (owner_inactive), and confirmations of transfers that wait are void. On the record of every account that the
 * person is active in, and on the person's own. Nobody is, while an account with live keys would be left without an admin.
 * Deactivated already, the person stays so.
 * @throws DomainError not_found | forbidden for oneself | last_admin, which names the accounts
 */
export async function deactivatePerson(
  ctx: StaffContext,
  { userId, reason, leavesNone }: Deactivating,
): Promise<SupportPerson> {
  if (userId === ctx.user.id) {
    throw new DomainError("forbidden", "You can’t deactivate yourself. Ask somebody else of support.");
  }
  return changeStatus(ctx, { userId, reason }, "deactivated", async (tx, rows, person) => {
    const stops = await stopsOf(tx, userId, rows);
    const blocked = stops.filter(({ isLastAdmin }) => isLastAdmin);
    if (blocked.length > 0) throw lastAdminOf(person.name, blocked);
    await tx
      .update(users)
      .set({ status: "deactivated" })
      .where(and(eq(users.id, userId), eq(users.status, "active")));
    const ended = await endSessionsOf(tx, userId, reason);
    const entryWith = (after: AuditEntry["after"]): AuditEntry => ({
      action: "person.deactivated",
      subject: { kind: "user", id: userId, name: person.name },
      before: { status: "active" },
      after: { status: "deactivated", ...after },
      reason,
    });
    const rights = await endRights(tx, person.administered, { reason, leavesNone });
    const { records } = onAll(
      stops.map(({ accountId, liveKeys }) => [accountId, entryWith({ keysStopped: liveKeys })]),
      [userId, [entryWith({}), ...ended]],
    );
    return onRecordsOf(records, rights);
  });
}

/**
 * Brings a person back everywhere, with the memberships of before and the keys that have not ended meanwhile. Active
 * already, the person stays so.
 * @throws DomainError not_found | forbidden
 */
export function reactivatePerson(ctx: StaffContext, { userId, reason }: Changing): Promise<SupportPerson> {
  return changeStatus(ctx, { userId, reason }, "active", async (tx, rows, person) => {
    await tx
      .update(users)
      .set({ status: "active" })
      .where(and(eq(users.id, userId), eq(users.status, "deactivated")));
    const entryWith = (after: AuditEntry["after"]): AuditEntry => ({
      action: "person.reactivated",
      subject: { kind: "user", id: userId, name: person.name },
      before: { status: "deactivated" },
      after: { status: "active", ...after },
      reason,
    });
    const stops = await stopsOf(tx, userId, rows);
    return onAll(
      stops.map(({ accountId, liveKeys }) => [accountId, entryWith({ keysResumed: liveKeys })]),
      [userId, entryWith({})],
    );
  });
}

type Entries = AuditEntry | readonly AuditEntry[];

function onAll(
  accounts: readonly (readonly [string, Entries])[],
  own: readonly [string, Entries],
): OnRecords {
  return { records: Object.fromEntries([...accounts, own]) };
}

async function stopsOf(tx: Transaction, userId: string, rows: readonly MembershipRow[]) {
  const stops = [];
  for (const row of rows) {
    if (row.status !== "active") continue;
    const { id: accountId, name } = row.account;
    stops.push({ accountId, name, ...(await stopsIn(tx, userId, row)) });
  }
  return stops;
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
  readonly name: string;
  /** Organizations that the person is named an admin of. */
  readonly administered: Awaited<ReturnType<typeof lockAdministered>>;
};

/**
 * All accounts' rows first, in the order of their ids, then those of the organizations, and then the person's: as whatever rests on
 * people takes them.
 */
function changeStatus(
  ctx: StaffContext,
  { userId, reason }: Changing,
  status: SupportPerson["status"],
  work: (tx: Transaction, rows: readonly MembershipRow[], person: Locked) => Promise<OnRecords>,
): Promise<SupportPerson> {
  return overAccounts(userId, (accountIds) =>
    change(bySupporter(ctx), accountIds, async (tx): Promise<Outcome<SupportPerson>> => {
      const administered = await lockAdministered(tx, userId);
      const [person] = await tx
        .select({ name: users.name, status: users.status })
        .from(users)
        .where(eq(users.id, userId))
        .for("update");
      if (!person) throw notFound();
      const rows = await assertLocked(tx, userId, accountIds);
      const audit =
        person.status === status
          ? await lookAtAll(tx, ctx, accountIds, reason)
          : await work(tx, rows, { ...person, administered });
      return { value: await findSupportPerson(tx, userId), audit };
    }),
  );
}
