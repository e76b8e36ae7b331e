import { and, asc, eq, isNull } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { notices } from "@/db/schema/jobs";
import { organizationAdmins, organizations } from "@/db/schema/organizations";
import { sessions } from "@/db/schema/users";

import type { Me } from "../contracts/people/sessions";
import { availabilityOf } from "../domain/keys/availability";
import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { isOrganizationAdmin } from "../row-state/organization-admin";

const UNREAD_MAX = 99;

/** The person, and the accounts and organizations that he or she can open. */
export function getMe(ctx: SessionContext): Promise<Me> {
  return ask(async (db) => {
    const rows = await db
      .select({
        id: accounts.id,
        name: accounts.name,
        environment: accounts.environment,
        plan: accounts.plan,
        status: accounts.status,
        hasIntegrationKeys: accounts.hasIntegrationKeys,
        profile: memberships.profile,
      })
      .from(memberships)
      .innerJoin(accounts, eq(accounts.id, memberships.accountId))
      .where(and(eq(memberships.userId, ctx.user.id), eq(memberships.status, "active")))
      .orderBy(asc(accounts.environment), asc(accounts.name), asc(accounts.id));
    const administered = await db
      .select({ id: organizations.id, name: organizations.name })
      .from(organizationAdmins)
      .innerJoin(organizations, eq(organizations.id, organizationAdmins.organizationId))
      .where(and(eq(organizationAdmins.userId, ctx.user.id), isOrganizationAdmin()))
      .orderBy(asc(organizations.name));
    const unread = await db
      .select({ id: notices.id })
      .from(notices)
      .where(and(eq(notices.userId, ctx.user.id), isNull(notices.readAt)))
      .limit(UNREAD_MAX);
    const [before] = await db
      .select({ count: sessions.failedBefore, since: sessions.failedSince })
      .from(sessions)
      .where(and(eq(sessions.publicId, ctx.sessionId), eq(sessions.userId, ctx.user.id)));
    return {
      user: { id: ctx.user.id, name: ctx.user.name, email: ctx.user.email },
      staffRole: ctx.user.isStaff ? "support" : null,
      memberships: rows.map(({ plan, status, ...row }) => ({
        ...row,
        hasIntegrationKeys: availabilityOf({ ...row, plan }) === "available",
        isClosed: status === "closed",
      })),
      organizations: administered,
      unreadNotices: unread.length,
      failedSignIns:
        before?.count && before.since ? { count: before.count, since: before.since.toISOString() } : null,
    };
  });
}
