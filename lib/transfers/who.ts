/** Who may see and do what with a transfer. */
import { and, eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { organizationAdmins } from "@/db/schema/organizations";

import { DomainError, notFound } from "../domain/errors";
import { permits } from "../domain/people/profiles";
import type { TransferSide } from "../domain/transfers/transfer";
import { findAccess } from "../kernel/access";
import { byMember, byOrganizationAdmin } from "../kernel/authority";
import type { AccountContext, SessionContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { isOrganizationAdmin } from "../row-state/organization-admin";
import { findStandIns } from "./stand-in-facts";
import { otherSide, type TransferRow } from "./reading/transfer-row";

const SIDES: readonly TransferSide[] = ["source", "destination"];

/** What a person is in a transfer. */
export type Part = Partial<Record<TransferSide, AccountContext>> & {
  /** The source's organization, where this person is an admin of it and the source has none of its own left. */
  readonly organizationId: string | null;
};

/**
 * What this person is in a transfer: an admin of either side, each with the context of its account, or an admin of the
 * organization whose account has none.
 * @throws DomainError not_found where it is nothing of these: for an outsider there is no such transfer
 */
export async function partOf(db: Reader, session: SessionContext, row: TransferRow): Promise<Part> {
  const sides: Partial<Record<TransferSide, AccountContext>> = {};
  for (const side of SIDES) {
    const access = await findAccess(db, session.user.id, row[side].accountId);
    if (!access || !permits(access.profile, "key:transfer")) continue;
    sides[side] = { ...session, account: access.account, profile: access.profile };
  }
  const organizationId = sides.source ? null : await organizationOf(db, session, row);
  if (organizationId === null && Object.keys(sides).length === 0) throw notFound();
  return { ...sides, organizationId };
}

/** An organization admin sees what the account's own admins can't look after any more, and what was confirmed in their place. */
async function organizationOf(db: Reader, session: SessionContext, row: TransferRow): Promise<string | null> {
  const [administered] = await db
    .select({ id: organizationAdmins.organizationId })
    .from(organizationAdmins)
    .innerJoin(accounts, eq(accounts.organizationId, organizationAdmins.organizationId))
    .where(
      and(
        eq(organizationAdmins.userId, session.user.id),
        eq(accounts.id, row.source.accountId),
        isOrganizationAdmin(),
      ),
    );
  if (!administered) return null;
  const isStoodIn = row.confirmations.some(({ capacity }) => capacity === "organization_admin");
  const found = isStoodIn ? undefined : (await findStandIns(db, [row.id])).get(row.id);
  return isStoodIn || found?.facts.activeAdmins === 0 ? administered.id : null;
}

/** The authority of an admin of one side, who speaks for that side and takes no right in the other. */
export const bySide = (ctx: AccountContext, side: TransferSide, row: TransferRow) =>
  byMember(ctx, "key:transfer", { [row[otherSide(side)].accountId]: null });

/** The authority of an organization admin who stands in for the source, and takes no right in the destination. */
export const byStandIn = (session: SessionContext, organizationId: string, row: TransferRow) =>
  byOrganizationAdmin(session, organizationId, [row.destination.accountId]);

/** The refusal of a step that only the other side can take. */
export function notThisSide(row: TransferRow, side: TransferSide): DomainError {
  return new DomainError("forbidden", `Only an admin of ${row[side].name} can do this.`);
}
