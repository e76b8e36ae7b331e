/** The admins of organizations, whose right rests on a part in one of its accounts and ends with the last of them. */
import { and, asc, eq, inArray, not, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { organizationAdmins, organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import { DomainError } from "../../domain/errors";
import { organizationAdminNotice } from "../../domain/notices/organization";
import type { AuditEntry } from "../../domain/record/audit-event";
import { newId } from "../../platform/ids";
import { isOrganizationAdmin } from "../../row-state/organization-admin";
import type { Reader, Transaction } from "../database";
import { tell } from "../people/notices";

type Named = { readonly id: string; readonly name: string };

/** The organization's admins, whom its notices go to. */
export async function findOrganizationAdmins(db: Reader, organizationId: string): Promise<string[]> {
  const rows = await db
    .select({ id: organizationAdmins.userId })
    .from(organizationAdmins)
    .where(and(eq(organizationAdmins.organizationId, organizationId), isOrganizationAdmin()))
    .orderBy(asc(organizationAdmins.userId));
  return rows.map((row) => row.id);
}

/**
 * The organizations of which the person is an admin no more without the part in an account, or in all of them; each with
 * whether nobody else is.
 */
export function findRightsLost(
  db: Reader,
  userId: string,
  accountId: string | null,
): Promise<{ id: string; name: string; isLast: boolean }[]> {
  const another = sql`exists (select from organization_admins other
    where other.organization_id = organization_admins.organization_id and other.user_id <> ${userId}
      and ${isOrganizationAdmin("other")})`;
  return db
    .select({ id: organizations.id, name: organizations.name, isLast: sql<boolean>`not ${another}` })
    .from(organizationAdmins)
    .innerJoin(organizations, eq(organizations.id, organizationAdmins.organizationId))
    .where(
      and(
        eq(organizationAdmins.userId, userId),
        isOrganizationAdmin(),
        accountId === null ? undefined : not(isOrganizationAdmin("organization_admins", accountId)),
      ),
    )
    .orderBy(asc(organizations.name), asc(organizations.id));
}

/**
 * Takes the rows of organizations, in the order of their ids: behind the locks of accounts, and before those of people. Who is
 * an admin of one, and which accounts it has, changes under them alone.
 */
export async function lockOrganizations(tx: Transaction, ids: readonly string[]): Promise<Named[]> {
  if (ids.length === 0) return [];
  return tx
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(inArray(organizations.id, [...ids]))
    .orderBy(organizations.id)
    .for("no key update");
}

/** The same of those that somebody is named an admin of. */
export async function lockAdministered(tx: Transaction, userId: string): Promise<Named[]> {
  const rows = await tx
    .select({ id: organizationAdmins.organizationId })
    .from(organizationAdmins)
    .where(eq(organizationAdmins.userId, userId));
  return lockOrganizations(
    tx,
    rows.map(({ id }) => id),
  );
}

type Ending = {
  /** Read by the organization's admins and on the records of all its accounts. */
  readonly reason: string | null;
  /** Said where an organization is left without an admin by it. */
  readonly leavesNone?: boolean | undefined;
  /** False for an admin of one account, who has no say in the organization: it is refused, whatever was said. */
  readonly maySay?: boolean | undefined;
};

/**
 * Takes the right from the admins of organizations whose part in their accounts has just ended, and tells the other admins; where
 * none is left, the admins of its accounts, who have to ask support for another one.
 * @param locked the organizations, whose locks are had
 * @returns what goes on whose record: of all accounts of the organization, and of the person
 * @throws DomainError last_organization_admin where one is left without any, and that was not said
 */
export async function endRights(
  tx: Transaction,
  locked: readonly Named[],
  { reason, leavesNone = false, maySay = true }: Ending,
): Promise<Readonly<Record<string, readonly AuditEntry[]>>> {
  const records: Record<string, AuditEntry[]> = {};
  for (const organization of locked) {
    const ended = await findEnded(tx, organization.id);
    if (ended.length === 0) continue;
    const others = await findOrganizationAdmins(tx, organization.id);
    if (others.length === 0 && !maySay) throw notYoursToLeaveWithout(organization, ended);
    if (others.length === 0 && !leavesNone) throw lastOrganizationAdmin(organization, ended);
    await tx.delete(organizationAdmins).where(
      and(
        eq(organizationAdmins.organizationId, organization.id),
        inArray(
          organizationAdmins.userId,
          ended.map(({ id }) => id),
        ),
      ),
    );
    const theirs = await findAccounts(tx, organization.id);
    const told = others.length > 0 ? others : await findAccountAdmins(tx, organization.id);
    for (const person of ended) {
      const change = { person: person.name, isAdmin: false, event: newId() };
      await tell(tx, told, organizationAdminNotice(organization, change, reason, others.length === 0));
      const entry: AuditEntry = {
        action: "organization.admin_removed",
        subject: { kind: "user", id: person.id, name: person.name },
        before: { organization: organization.name },
        after: { membership: "ended", adminsLeft: others.length },
        reason,
      };
      for (const id of [...theirs, person.id]) (records[id] ??= []).push(entry);
    }
  }
  return records;
}

/** The refusal to leave an organization without an admin unsaid. */
export function lastOrganizationAdmin(organization: Named, people: readonly Named[]): DomainError {
  const names = people.map(({ name }) => name).join(" and ");
  return new DomainError(
    "last_organization_admin",
    `${organization.name} would be left without an admin: ${names} is the last. Support can name another one first; or say that it is left without any.`,
    {
      errors: [{ pointer: "/leavesNone", code: "last_organization_admin", detail: "Nobody would be left." }],
    },
  );
}

function notYoursToLeaveWithout(organization: Named, people: readonly Named[]): DomainError {
  const names = people.map(({ name }) => name).join(" and ");
  return new DomainError(
    "last_organization_admin",
    `${organization.name} would be left without an admin: ${names} is the last. Ask support to name another one first, or ask ${names} to leave the account. Keys can be revoked meanwhile.`,
  );
}

function findEnded(tx: Transaction, organizationId: string): Promise<Named[]> {
  return tx
    .select({ id: users.id, name: users.name })
    .from(organizationAdmins)
    .innerJoin(users, eq(users.id, organizationAdmins.userId))
    .where(and(eq(organizationAdmins.organizationId, organizationId), not(isOrganizationAdmin())))
    .orderBy(asc(users.id));
}

async function findAccounts(tx: Transaction, organizationId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.organizationId, organizationId));
  return rows.map(({ id }) => id);
}

async function findAccountAdmins(tx: Transaction, organizationId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        eq(accounts.organizationId, organizationId),
        eq(memberships.profile, "admin"),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
      ),
    );
  return rows.map(({ id }) => id);
}
