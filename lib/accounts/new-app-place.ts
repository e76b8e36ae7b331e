import { and, asc, eq, inArray, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";

import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";

/**
 * The sandbox account in which this person can make a new app, in place of one that nobody can transfer (S3): the account
 * that was to have it where that is one, else one of the same organization before any other; null where there is none.
 */
export function findNewAppPlace(
  ctx: SessionContext,
  destinationAccountId: string,
): Promise<{ readonly accountId: string; readonly accountName: string } | null> {
  const isSameOrganization = sql`${accounts.organizationId} is not distinct from (
    select there.organization_id from accounts as there where there.id = ${destinationAccountId})`;
  return ask(async (db) => {
    const [place] = await db
      .select({ accountId: accounts.id, accountName: accounts.name })
      .from(memberships)
      .innerJoin(accounts, eq(accounts.id, memberships.accountId))
      .where(
        and(
          eq(memberships.userId, ctx.user.id),
          eq(memberships.status, "active"),
          inArray(memberships.profile, ["admin", "developer"]),
          eq(accounts.environment, "sandbox"),
          eq(accounts.status, "active"),
        ),
      )
      .orderBy(
        sql`${accounts.id} <> ${destinationAccountId}`,
        sql`not (${isSameOrganization})`,
        asc(accounts.name),
        asc(accounts.id),
      )
      .limit(1);
    return place ?? null;
  });
}
