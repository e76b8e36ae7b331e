import { and, asc, eq, inArray, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { claimedDomains, organizationAdmins } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { Continuity, ContinuityGlance } from "../contracts/accounts/continuity";
import { notFound } from "../domain/errors";
import {
  checksOf,
  forecastLeaving,
  isAtRisk,
  risksOf,
  type ContinuityFacts,
  type Forecast,
  type StayingKey,
} from "../domain/organizations/continuity";
import { authorize, findAccess } from "../kernel/access";
import type { SessionContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { ask } from "../kernel/read";
import { readUnderLook } from "../kernel/cases/staff-view";
import { isHeldClaim } from "../row-state/domain-claim";
import { isOrganizationAdmin } from "../row-state/organization-admin";
import { isWorkingKey } from "../row-state/key-status";

/** People, and keys of one of them, that a forecast names; the totals count the others too. */
const NAMED_PEOPLE_MAX = 50;
const NAMED_KEYS_MAX = 20;

/**
 * How safe an account is from losing the people who manage it (S3): for its admins, the admins of its organization, and the
 * operator's support, which has said why on the account's record (R11).
 * @throws DomainError not_found | forbidden for other members | look_needs_reason for support
 */
export async function readAccountContinuity(ctx: SessionContext, accountId: string): Promise<Continuity> {
  const { user } = ctx;
  // Whoever of support is in the account reads it as its member.
  const own = await ask((db) => readAsOwn(db, ctx, accountId));
  if (own) return own;
  if (!user.isStaff) throw notFound();
  return readUnderLook({ ...ctx, user: { ...user, isStaff: true } }, accountId, (db) =>
    findContinuity(db, accountId),
  );
}

/** Null for whoever has no part in the account. @throws DomainError forbidden */
async function readAsOwn(db: Reader, ctx: SessionContext, accountId: string): Promise<Continuity | null> {
  if (!(await isOrganizationAdminOf(db, ctx, accountId))) {
    const access = await findAccess(db, ctx.user.id, accountId);
    if (!access) return null;
    authorize(access, "member:read");
  }
  return findContinuity(db, accountId);
}

async function findContinuity(db: Reader, accountId: string): Promise<Continuity> {
  const facts = (await factsOf(db, [accountId])).get(accountId);
  if (!facts) throw notFound();
  const forecasts = forecastLeaving(await membersOf(db, accountId), await keysOf(db, accountId));
  return {
    ...toGlance(facts),
    hasClaimedDomain: facts.hasClaimedDomain,
    checks: checksOf(facts),
    ifLeft: forecasts.slice(0, NAMED_PEOPLE_MAX).map(toLeaving),
    ifLeftCount: forecasts.length,
  };
}

/** The continuity of several accounts at a glance, by their ids. */
export async function glancesOf(
  db: Reader,
  accountIds: readonly string[],
): Promise<Map<string, ContinuityGlance>> {
  const facts = await factsOf(db, accountIds);
  return new Map([...facts].map(([id, found]) => [id, toGlance(found)]));
}

function toGlance(facts: ContinuityFacts): ContinuityGlance {
  return {
    activeAdmins: facts.activeAdmins,
    lastAdminSignInAt: facts.lastAdminSignInAt?.toISOString() ?? null,
    hasSharedAdmin: facts.sharedAdmins > 0,
    isAtRisk: isAtRisk(facts),
    liveKeys: facts.liveKeys,
    risks: risksOf(facts, new Date()),
  };
}

function toLeaving({ userId, name, stoppingKeys, unmanageableKeys }: Forecast): Continuity["ifLeft"][number] {
  return {
    userId,
    name,
    stoppingKeys: namesOf(stoppingKeys),
    stoppingCount: stoppingKeys.length,
    unmanageableKeys: namesOf(unmanageableKeys),
    unmanageableCount: unmanageableKeys.length,
  };
}

function namesOf(keys: readonly StayingKey[]) {
  return keys.slice(0, NAMED_KEYS_MAX).map(({ id, name }) => ({ id, name }));
}

async function isOrganizationAdminOf(db: Reader, ctx: SessionContext, accountId: string): Promise<boolean> {
  const rows = await db
    .select({ id: accounts.id })
    .from(accounts)
    .innerJoin(organizationAdmins, eq(organizationAdmins.organizationId, accounts.organizationId))
    .where(
      and(eq(accounts.id, accountId), eq(organizationAdmins.userId, ctx.user.id), isOrganizationAdmin()),
    );
  return rows.length > 0;
}

async function factsOf(db: Reader, accountIds: readonly string[]): Promise<Map<string, ContinuityFacts>> {
  if (accountIds.length === 0) return new Map();
  const [people, keys] = [peopleOf(db, accountIds), liveKeysOf(db, accountIds)];
  const claim = db
    .select({ id: claimedDomains.id })
    .from(claimedDomains)
    .where(and(eq(claimedDomains.organizationId, accounts.organizationId), isHeldClaim()));
  const rows = await db
    .select({
      id: accounts.id,
      environment: accounts.environment,
      activeAdmins: sql<number>`coalesce(${people.activeAdmins}, 0)`,
      sharedAdmins: sql<number>`coalesce(${people.sharedAdmins}, 0)`,
      activeMembers: sql<number>`coalesce(${people.activeMembers}, 0)`,
      lastAdminSignInAt: people.lastAdminSignInAt,
      liveKeys: sql<number>`coalesce(${keys.liveKeys}, 0)`,
      actingKeys: sql<number>`coalesce(${keys.actingKeys}, 0)`,
      actingCreators: sql<number>`coalesce(${keys.actingCreators}, 0)`,
      hasClaimedDomain: sql<boolean>`exists ${claim}`,
    })
    .from(accounts)
    .leftJoin(people, eq(people.accountId, accounts.id))
    .leftJoin(keys, eq(keys.accountId, accounts.id))
    .where(inArray(accounts.id, [...accountIds]));
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/** Sessions are forgotten after some days; that they began stays on the person's record. */
const LAST_SIGN_IN = sql`(select at from audit_events where chain_id = ${users.id} and action = 'session.started' order by sequence desc limit 1)`;

function peopleOf(db: Reader, accountIds: readonly string[]) {
  const isAdmin = sql`${memberships.profile} = 'admin'`;
  return db
    .select({
      accountId: memberships.accountId,
      activeMembers: sql<number>`count(*)::int`.as("active_members"),
      activeAdmins: sql<number>`(count(*) filter (where ${isAdmin}))::int`.as("active_admins"),
      sharedAdmins: sql<number>`(count(*) filter (where ${isAdmin} and ${memberships.isShared}))::int`.as(
        "shared_admins",
      ),
      lastAdminSignInAt: sql`max(case when ${isAdmin} then ${LAST_SIGN_IN} end)`
        .mapWith((at: Date | string | null) => (at === null ? null : new Date(at)))
        .as("last_admin_sign_in_at"),
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        inArray(memberships.accountId, [...accountIds]),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
      ),
    )
    .groupBy(memberships.accountId)
    .as("people");
}

function liveKeysOf(db: Reader, accountIds: readonly string[]) {
  const acts = sql`${integrationKeys.method} = 'long_lived'`;
  return db
    .select({
      accountId: integrationKeys.accountId,
      liveKeys: sql<number>`count(*)::int`.as("live_keys"),
      actingKeys: sql<number>`(count(*) filter (where ${acts}))::int`.as("acting_keys"),
      actingCreators:
        sql<number>`(count(distinct ${integrationKeys.createdBy}) filter (where ${acts}))::int`.as(
          "acting_creators",
        ),
    })
    .from(integrationKeys)
    .where(and(inArray(integrationKeys.accountId, [...accountIds]), isWorkingKey()))
    .groupBy(integrationKeys.accountId)
    .as("live_keys_of");
}

function membersOf(db: Reader, accountId: string) {
  return db
    .select({ userId: users.id, name: users.name, profile: memberships.profile })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(eq(memberships.accountId, accountId), eq(memberships.status, "active"), eq(users.status, "active")),
    );
}

function keysOf(db: Reader, accountId: string): Promise<StayingKey[]> {
  return db
    .select({
      id: integrationKeys.id,
      name: integrationKeys.name,
      createdBy: integrationKeys.createdBy,
      actsAsCreator: sql<boolean>`${integrationKeys.method} = 'long_lived'`,
    })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, accountId), isWorkingKey()))
    .orderBy(asc(integrationKeys.name), asc(integrationKeys.id));
}
