/** How support reads cases: one select list, one wire form. */
import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts } from "@/db/schema/accounts";
import { supportCases } from "@/db/schema/support-cases";
import { users } from "@/db/schema/users";

import type { ListedCase, SupportCase } from "../contracts/support";
import { notFound } from "../domain/errors";
import type { Database, Transaction } from "../kernel/database";

const opener = alias(users, "opener");
const closer = alias(users, "closer");

/** What support shows of an account by name. */
export const ACCOUNT_NAME = {
  id: accounts.id,
  name: accounts.name,
  environment: accounts.environment,
  plan: accounts.plan,
  status: accounts.status,
  hasIntegrationKeys: accounts.hasIntegrationKeys,
};

/** Cases with all that is shown of them; callers add WHERE, order and limit. */
export function selectCases(db: Database | Transaction) {
  return db
    .select({
      id: supportCases.id,
      status: supportCases.status,
      message: supportCases.message,
      openedBy: { id: opener.id, name: opener.name, email: opener.email },
      openedAt: supportCases.openedAt,
      closedBy: { id: closer.id, name: closer.name },
      closedAt: supportCases.closedAt,
      resolution: supportCases.resolution,
      account: ACCOUNT_NAME,
    })
    .from(supportCases)
    .innerJoin(accounts, eq(accounts.id, supportCases.accountId))
    .innerJoin(opener, eq(opener.id, supportCases.openedBy))
    .leftJoin(closer, eq(closer.id, supportCases.closedBy))
    .$dynamic();
}

export type CaseRow = Awaited<ReturnType<typeof selectCases>>[number];

/** The wire form of a row. */
export function toSupportCase(row: CaseRow): SupportCase {
  return {
    ...row,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

/** The wire form of a row for the list, which is on nobody's record and therefore repeats no words of the account. */
export function toListedCase(row: CaseRow): ListedCase {
  const { id, status, account, openedBy, openedAt, closedBy, closedAt } = toSupportCase(row);
  return { id, status, account, openedBy, openedAt, closedBy, closedAt };
}

/** One case. @throws DomainError not_found */
export async function findCase(db: Database | Transaction, caseId: string): Promise<SupportCase> {
  const [row] = await selectCases(db).where(eq(supportCases.id, caseId));
  if (!row) throw notFound();
  return toSupportCase(row);
}
