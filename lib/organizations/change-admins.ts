import { and, eq, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { organizationAdmins } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { RemoveOrganizationAdminInput } from "../contracts/accounts/account-lifecycle";
import { DomainError, notFound } from "../domain/errors";
import { organizationAdminNotice } from "../domain/notices/organization";
import type { AuditEntry } from "../domain/record/audit-event";
import { bySupporter, bySystem } from "../kernel/authority";
import { change, type Outcome } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { tell } from "../kernel/people/notices";
import { findOrganizationAdmins, lastOrganizationAdmin } from "../kernel/accounts/organization-admins";
import { ask } from "../kernel/read";
import { newId } from "../platform/ids";
import { onRecords } from "./change-claims";
import { lockPlace, overAccounts } from "../kernel/accounts/organization-accounts";

type Adding = { readonly organizationId: string; readonly email: string; readonly reason: string };
type Removing = RemoveOrganizationAdminInput & { readonly organizationId: string; readonly userId: string };

/**
 * Names an admin of an organization, by support: somebody who is an active member of one of its accounts. It is on the
 * records of all of its accounts and of the person, and the organization's admins are told.
 * @returns false where the person is one already
 * @throws DomainError not_found | forbidden | not_of_organization
 */
export function addOrganizationAdmin(ctx: StaffContext, adding: Adding): Promise<boolean> {
  return overAccounts(adding.organizationId, (accountIds) =>
    change(bySupporter(ctx), accountIds, (tx) => addAdmin(tx, accountIds, adding)),
  );
}

/** The same by a command of the operator. @throws DomainError not_found | not_of_organization */
export function addOrganizationAdminAsOperator(command: string, adding: Adding): Promise<boolean> {
  return overAccounts(adding.organizationId, (accountIds) =>
    change(bySystem(command), accountIds, (tx) => addAdmin(tx, accountIds, adding)),
  );
}

/**
 * Takes an admin of an organization out of it, by support. The last one who can act only where that is said.
 * @throws DomainError not_found | forbidden | last_organization_admin
 */
export function removeOrganizationAdmin(ctx: StaffContext, removing: Removing): Promise<void> {
  return overAccounts(removing.organizationId, (accountIds) =>
    change(bySupporter(ctx), accountIds, (tx) => removeAdmin(tx, accountIds, removing)),
  );
}

/**
 * The same by a command of the operator.
 * @throws DomainError not_found | last_organization_admin
 */
export async function removeOrganizationAdminAsOperator(
  command: string,
  { email, ...removing }: Omit<Removing, "userId"> & { readonly email: string },
): Promise<void> {
  const [person] = await ask((db) => db.select({ id: users.id }).from(users).where(eq(users.email, email)));
  if (!person) throw notFound();
  await overAccounts(removing.organizationId, (accountIds) =>
    change(bySystem(command), accountIds, (tx) =>
      removeAdmin(tx, accountIds, { ...removing, userId: person.id }),
    ),
  );
}

async function addAdmin(
  tx: Transaction,
  accountIds: readonly string[],
  { organizationId, email, reason }: Adding,
): Promise<Outcome<boolean>> {
  const organization = await lockPlace(tx, organizationId, accountIds);
  const [person] = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.status, "active")))
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(eq(users.email, email), eq(users.status, "active"), eq(accounts.organizationId, organization.id)),
    )
    .limit(1);
  if (!person) {
    throw new DomainError(
      "not_of_organization",
      `Nobody with the address ${email} is an active member of an account of ${organization.name}. Its admins are people of its accounts.`,
      {
        errors: [
          {
            pointer: "/email",
            code: "not_of_organization",
            detail: "Choose a member of one of its accounts.",
          },
        ],
      },
    );
  }
  // The application's login may write no more columns than these.
  const made = await tx.execute(
    sql`insert into organization_admins (organization_id, user_id)
        values (${organization.id}, ${person.id}) on conflict do nothing`,
  );
  if (made.rowCount !== 1) return { value: false, audit: "unchanged" };
  const change = { person: person.name, isAdmin: true, event: newId() };
  const told = await findOrganizationAdmins(tx, organization.id);
  await tell(tx, told, organizationAdminNotice(organization, change, reason));
  const entry: AuditEntry = {
    action: "organization.admin_added",
    subject: { kind: "user", id: person.id, name: person.name },
    after: { organization: organization.name },
    reason,
  };
  return { value: true, audit: onRecords([...accountIds, person.id], entry) };
}

async function removeAdmin(
  tx: Transaction,
  accountIds: readonly string[],
  { organizationId, userId, reason, leavesNone = false }: Removing,
): Promise<Outcome<void>> {
  const organization = await lockPlace(tx, organizationId, accountIds);
  const isAdmin = and(
    eq(organizationAdmins.organizationId, organization.id),
    eq(organizationAdmins.userId, userId),
  );
  const [person] = await tx
    .select({ id: users.id, name: users.name })
    .from(organizationAdmins)
    .innerJoin(users, eq(users.id, organizationAdmins.userId))
    .where(isAdmin);
  if (!person) throw notFound();
  const told = await findOrganizationAdmins(tx, organization.id);
  if (!leavesNone && told.every((id) => id === userId)) throw lastOrganizationAdmin(organization, [person]);
  await tx.delete(organizationAdmins).where(isAdmin);
  const change = { person: person.name, isAdmin: false, event: newId() };
  await tell(tx, [...told, userId], organizationAdminNotice(organization, change, reason));
  const entry: AuditEntry = {
    action: "organization.admin_removed",
    subject: { kind: "user", id: person.id, name: person.name },
    before: { organization: organization.name },
    reason,
  };
  return { value: undefined, audit: onRecords([...accountIds, person.id], entry) };
}
