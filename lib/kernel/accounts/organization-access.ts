import { and, asc, eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { organizationAdmins, organizations } from "@/db/schema/organizations";

import { notFound } from "../../domain/errors";
import type { SessionContext } from "../context";
import type { Reader } from "../database";
import { isOrganizationAdmin } from "../../row-state/organization-admin";

/**
 * The organization, for one of its admins; to anyone else it is as good as one that is not there (I6).
 * @throws DomainError not_found
 */
export async function expectAdministered(
  db: Reader,
  ctx: SessionContext,
  organizationId: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const [row] = await db
    .select({ id: organizations.id, name: organizations.name })
    .from(organizationAdmins)
    .innerJoin(organizations, eq(organizations.id, organizationAdmins.organizationId))
    .where(
      and(
        eq(organizationAdmins.organizationId, organizationId),
        eq(organizationAdmins.userId, ctx.user.id),
        isOrganizationAdmin(),
      ),
    );
  if (!row) throw notFound();
  return row;
}

/** The organization's accounts, on whose records its changes go. */
export async function accountIdsOf(db: Reader, organizationId: string): Promise<string[]> {
  const rows = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.organizationId, organizationId))
    .orderBy(asc(accounts.id));
  return rows.map((row) => row.id);
}
