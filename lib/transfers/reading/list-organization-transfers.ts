import { and, desc, eq, exists, inArray, lt, notExists, or, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { organizationAdmins } from "@/db/schema/organizations";
import { transferConfirmations, transfers } from "@/db/schema/transfers";
import { users } from "@/db/schema/users";

import type { TransferList, TransferListInput } from "../../contracts/accounts/transfers";
import { notFound } from "../../domain/errors";
import type { SessionContext } from "../../kernel/context";
import type { DriverReader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { isOrganizationAdmin } from "../../row-state/organization-admin";
import { clock } from "../clock";
import { findTransfers, toListed } from "./transfer-row";

/**
 * Transfers from accounts of an organization that nobody in them can look after, or that one of its admins has confirmed in
 * their place; for its admins, the latest first.
 * @throws DomainError not_found
 */
export function listOrganizationTransfers(
  session: SessionContext,
  { organizationId, ...input }: TransferListInput & { readonly organizationId: string },
): Promise<TransferList> {
  return ask(async (db) => {
    const [administered] = await db
      .select({ id: organizationAdmins.organizationId })
      .from(organizationAdmins)
      .where(
        and(
          eq(organizationAdmins.organizationId, organizationId),
          eq(organizationAdmins.userId, session.user.id),
          isOrganizationAdmin(),
        ),
      );
    if (!administered) throw notFound();
    const rows = await findTransfers(
      db,
      and(
        inArray(
          transfers.sourceAccountId,
          db.select({ id: accounts.id }).from(accounts).where(eq(accounts.organizationId, organizationId)),
        ),
        or(notExists(activeAdmins(db)), exists(stoodIn(db))),
        input.cursor ? lt(transfers.id, input.cursor) : undefined,
      ),
      desc(transfers.id),
      input.limit + 1,
    );
    const page = rows.slice(0, input.limit);
    const now = await clock(db);
    const data = page.map((row) => toListed(row, now));
    return { data, nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null };
  });
}

function activeAdmins(db: DriverReader) {
  return db
    .select({ one: sql`1` })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.accountId, transfers.sourceAccountId),
        eq(memberships.profile, "admin"),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
      ),
    );
}

function stoodIn(db: DriverReader) {
  return db
    .select({ one: sql`1` })
    .from(transferConfirmations)
    .where(
      and(
        eq(transferConfirmations.transferId, transfers.id),
        eq(transferConfirmations.capacity, "organization_admin"),
      ),
    );
}
