import { and, asc, eq, inArray, sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { accounts, memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import { availabilityOf, unavailableText } from "../domain/keys/availability";
import { DomainError, notFound } from "../domain/errors";
import { CLOSED_ACCOUNT_TEXT, staysWhenClosed } from "../domain/people/closed-account";
import { permits, type Permission } from "../domain/people/profiles";
import type { AccountContext, AccountFacts, SessionContext } from "./context";
import type { Reader } from "./database";

const ACCOUNT_COLUMNS = {
  id: accounts.id,
  organizationId: accounts.organizationId,
  name: accounts.name,
  environment: accounts.environment,
  plan: accounts.plan,
  status: accounts.status,
  hasIntegrationKeys: accounts.hasIntegrationKeys,
};

/** Permissions that R1 gives only where integration keys are available. */
const NEEDS_AVAILABILITY = new Set<Permission>([
  "key:read",
  "key:create",
  "key:manage",
  "key:end",
  "policy:update",
]);

export type FreshAccess = Pick<AccountContext, "account" | "profile"> & { readonly now: Date };

/**
 * The account and the person's profile in it, as the database has them now; null unless an active member.
 * In a transaction the membership is locked, so that it can't change before the change it allows is committed.
 */
export async function findAccess(
  db: Reader,
  userId: string,
  accountId: string,
  lock: "share" | "none" = "none",
): Promise<FreshAccess | null> {
  const query = db
    .select({
      account: ACCOUNT_COLUMNS,
      profile: memberships.profile,
      now: sql`clock_timestamp()`.mapWith(accounts.createdAt),
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.accountId, accountId),
        eq(memberships.userId, userId),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
      ),
    );
  const [row] = await (lock === "share" ? query.for("share", { of: memberships }) : query);
  return row ?? null;
}

/**
 * Takes the account's row, which every change that a person makes in an account takes first: changes of members, the plan
 * and the policy, and new keys, come one after the other, and none waits for another that waits for it.
 */
export async function lockAccount(tx: Transaction, accountId: string): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("no key update");
}

/** The same of several accounts, in the order of their ids. */
export async function lockAccounts(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(inArray(accounts.id, [...accountIds]))
    .orderBy(accounts.id)
    .for("no key update");
}

/**
 * Refuses what a person may not do in an account by R1 and R2.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled
 */
export function authorize(access: Pick<AccountContext, "account" | "profile">, permission: Permission): void {
  if (!permits(access.profile, permission)) {
    throw new DomainError("forbidden", "Only an admin of this account can do this. Ask one of its admins.");
  }
  const availability = availabilityOf(access.account);
  if (NEEDS_AVAILABILITY.has(permission) && availability !== "available") {
    throw new DomainError(availability, unavailableText(availability, access.account.plan));
  }
}

/**
 * Refuses a change that a person may not make: by R1 and R2, and in a closed account (S3). No verb asks that again.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled | account_closed
 */
export function authorizeChange(
  access: Pick<AccountContext, "account" | "profile">,
  permission: Permission,
): void {
  authorize(access, permission);
  if (access.account.status === "active" || staysWhenClosed(permission)) return;
  throw new DomainError("account_closed", CLOSED_ACCOUNT_TEXT);
}

/** The context of a request for an account. @throws DomainError not_found unless the person is an active member */
export async function openAccount(
  db: Reader,
  session: SessionContext,
  accountId: string,
): Promise<AccountContext> {
  const access = await findAccess(db, session.user.id, accountId);
  if (!access) throw notFound();
  return { ...session, account: access.account, profile: access.profile };
}

/** Accounts for support, in the order of their ids; those that are not there are left out. */
export function findAccounts(db: Reader, accountIds: readonly string[]): Promise<AccountFacts[]> {
  return db
    .select(ACCOUNT_COLUMNS)
    .from(accounts)
    .where(inArray(accounts.id, [...accountIds]))
    .orderBy(asc(accounts.id));
}

/** An account for support, whoever its members are. @throws DomainError not_found */
export async function findAccount(db: Reader, accountId: string): Promise<AccountFacts> {
  const [account] = await db.select(ACCOUNT_COLUMNS).from(accounts).where(eq(accounts.id, accountId));
  if (!account) throw notFound();
  return account;
}
