/** By whose right something is changed. */
import { and, eq, sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { organizationAdmins } from "@/db/schema/organizations";
import { accounts } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import { DomainError, notFound } from "../domain/errors";
import type { Permission } from "../domain/people/profiles";
import { isOrganizationAdmin } from "../row-state/organization-admin";
import { authorizeChange, findAccess, findAccount } from "./access";
import type { Actor } from "../domain/record/audit-event";
import type { AccountContext, AccountFacts, RequestInfo, SessionContext, StaffContext } from "./context";

/** By the ids of other accounts: the permission that is needed there too, or null where none is. */
type Elsewhere = Readonly<Record<string, Permission | null>>;
type Member = {
  readonly kind: "member";
  readonly ctx: AccountContext;
  readonly permission: Permission;
  readonly elsewhere: Elsewhere;
};
type OrganizationAdmin = {
  readonly kind: "organization_admin";
  readonly ctx: SessionContext;
  readonly organizationId: string;
  readonly elsewhere: readonly string[];
};
type Staff = { readonly kind: "staff"; readonly ctx: StaffContext };
type Supporter = { readonly kind: "supporter"; readonly ctx: StaffContext };
type Person = { readonly kind: "person"; readonly ctx: Pick<SessionContext, "user" | "request"> };
type System = {
  readonly kind: "system";
  readonly command: string;
  /** The person whose own affair it is; null where it is about accounts. */
  readonly personId: string | null;
};
export type Authority = Member | OrganizationAdmin | Staff | Supporter | Person | System;

/**
 * The authority of a member of one account, by a permission of his or her profile there.
 * @param elsewhere other accounts that the change is about, each with the permission that the same person has to have
 *   there as an active member; null where it takes no right in it, and is on its record: what this account asked of that
 *   one is taken back, or this one's side of what concerns both is spoken for
 */
export const byMember = (ctx: AccountContext, permission: Permission, elsewhere: Elsewhere = {}): Member => ({
  kind: "member",
  ctx,
  permission,
  elsewhere,
});
/** Accounts in which a change takes nothing: it only takes back what was asked of them. */
export const takingBackFrom = (accountIds: readonly string[]): Elsewhere =>
  Object.fromEntries(accountIds.map((id) => [id, null]));
/**
 * The authority of an admin of the organization that all of the accounts belong to; of the organization itself where the
 * change is about none of them.
 * @param elsewhere ids of accounts that may be of another organization: the change takes no right in them, and is on their
 *   records, since it is one side of what concerns both
 */
export const byOrganizationAdmin = (
  ctx: SessionContext,
  organizationId: string,
  elsewhere: readonly string[] = [],
): OrganizationAdmin => ({ kind: "organization_admin", ctx, organizationId, elsewhere });
/**
 * The authority of the operator's support. Why is for the work to say, with the case or the reason that it was given.
 */
export const byStaff = (ctx: StaffContext): Staff => ({ kind: "staff", ctx });
/**
 * The authority of the operator's support where there may be no account yet, or none any more: an account that is made, and
 * a person with whatever accounts the person is in. The work says whose records it goes on.
 */
export const bySupporter = (ctx: StaffContext): Supporter => ({ kind: "supporter", ctx });
/** The authority of the person alone, in what concerns nobody else. */
export const byPerson = (ctx: Person["ctx"]): Person => ({ kind: "person", ctx });
/**
 * The authority of a command of the operator, or of a job.
 * @param command as the record names it
 * @param personId whose own affair it is, where it is about no account
 */
export const bySystem = (command: string, personId: string | null = null): System => ({
  kind: "system",
  command,
  personId,
});

/** The facts that were found under the locks of a change: older ones decide nothing. */
export type Fresh<A extends Authority> = A extends Member
  ? AccountContext & { readonly now: Date }
  : A extends Staff
    ? {
        /** The first of the accounts. */
        readonly account: AccountFacts;
        readonly accounts: readonly AccountFacts[];
        readonly now: Date;
      }
    : A extends Supporter
      ? { readonly now: Date }
      : A extends OrganizationAdmin
        ? { readonly accounts: readonly AccountFacts[]; readonly now: Date }
        : null;

/**
 * Reads again, under the locks of a change, whether the authority still holds. What it rests on is locked too: an admin
 * who was demoted after the request began is refused, and one can't be demoted before what was allowed is committed.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled | account_closed
 */
export async function checkAuthority<A extends Authority>(
  tx: Transaction,
  authority: A,
  accountIds: readonly string[],
): Promise<Fresh<A>> {
  // Each branch gives what `Fresh` says for its kind, which the compiler can't follow through a generic.
  return (await freshOf(tx, authority, accountIds)) as Fresh<A>;
}

async function freshOf(tx: Transaction, authority: Authority, accountIds: readonly string[]) {
  switch (authority.kind) {
    case "member":
      return memberNow(tx, authority, accountIds);
    case "organization_admin":
      return organizationAdminNow(tx, authority, accountIds);
    case "staff":
      return { now: await staffNow(tx, authority.ctx.user.id), ...(await factsOf(tx, accountIds)) };
    case "supporter":
      return { now: await staffNow(tx, authority.ctx.user.id) };
    case "person":
    case "system":
      return null;
  }
}

/** An account that the authority does not name is as good as one that is not there. */
async function memberNow(
  tx: Transaction,
  { ctx, permission, elsewhere }: Member,
  accountIds: readonly string[],
) {
  const needed: Elsewhere = { ...elsewhere, [ctx.account.id]: permission };
  if (accountIds.some((id) => !Object.hasOwn(needed, id))) throw notFound();
  const access = await permittedNow(tx, ctx.user.id, ctx.account.id, permission);
  for (const id of accountIds.toSorted()) {
    const there = needed[id] ?? null;
    if (id !== ctx.account.id && there !== null) await permittedNow(tx, ctx.user.id, id, there);
  }
  return { ...ctx, ...access };
}

async function permittedNow(tx: Transaction, userId: string, accountId: string, permission: Permission) {
  const access = await findAccess(tx, userId, accountId, "share");
  if (!access) throw notFound();
  authorizeChange(access, permission);
  return access;
}

/** An account of another organization, or of none, is as good as one that is not there. */
async function organizationAdminNow(
  tx: Transaction,
  { ctx, organizationId, elsewhere }: OrganizationAdmin,
  accountIds: readonly string[],
) {
  const [row] = await tx
    .select({ now: sql`clock_timestamp()`.mapWith(accounts.createdAt) })
    .from(organizationAdmins)
    // The person's row too: who is deactivated at this moment comes before, or after.
    .innerJoin(users, eq(users.id, organizationAdmins.userId))
    .where(
      and(
        eq(organizationAdmins.organizationId, organizationId),
        eq(organizationAdmins.userId, ctx.user.id),
        isOrganizationAdmin(),
      ),
    )
    .for("share");
  if (!row) throw notFound();
  const found = await accountsOf(tx, accountIds);
  const isOthers = (account: AccountFacts) =>
    account.organizationId !== organizationId && !elsewhere.includes(account.id);
  if (found.some(isOthers)) throw notFound();
  return { now: row.now, accounts: found };
}

async function staffNow(tx: Transaction, userId: string): Promise<Date> {
  const [row] = await tx
    .select({ now: sql`clock_timestamp()`.mapWith(users.createdAt) })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.staffRole, "support"), eq(users.status, "active")))
    .for("share");
  if (!row) throw new DomainError("forbidden", "This page is for the operator's support staff.");
  return row.now;
}

async function factsOf(tx: Transaction, accountIds: readonly string[]) {
  const found = await accountsOf(tx, accountIds);
  const [account] = found;
  if (!account) throw notFound();
  return { account, accounts: found };
}

async function accountsOf(tx: Transaction, accountIds: readonly string[]): Promise<AccountFacts[]> {
  const found: AccountFacts[] = [];
  for (const accountId of accountIds) found.push(await findAccount(tx, accountId));
  return found;
}

/** The person whose own affair a change is that is about no account; null where it is nobody's. */
export function personOf(authority: Authority): string | null {
  if (authority.kind === "system") return authority.personId;
  return authority.kind === "person" ? authority.ctx.user.id : null;
}

/** The actor of a change, as the record names them. */
export function actorOf(authority: Authority): Actor {
  if (authority.kind === "system") return { kind: "system", id: null, name: authority.command };
  const { id, name } = authority.ctx.user;
  const isStaff = authority.kind === "staff" || authority.kind === "supporter";
  return { kind: isStaff ? "staff" : "user", id, name };
}

/** The request that a change came from; a command comes from no address. */
export function requestOf(authority: Authority): RequestInfo {
  return authority.kind === "system"
    ? { requestId: authority.command, address: null, userAgent: null }
    : authority.ctx.request;
}
