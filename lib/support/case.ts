/** How support reads cases: one select list, one wire form. */
import { eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";
import { transfers } from "@/db/schema/transfers";
import { users } from "@/db/schema/users";

import type { ListedCase, SupportCase } from "../contracts/support/support";
import { notFound } from "../domain/errors";
import { answerDueAt } from "../domain/support/cases";
import type { Reader } from "../kernel/database";

const opener = alias(users, "opener");
const closer = alias(users, "closer");
const assignee = alias(users, "assignee");
const destination = alias(accounts, "destination");

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
export function selectCases(db: Reader) {
  return (
    db
      .select({
        id: supportCases.id,
        number: supportCases.number,
        kind: supportCases.kind,
        status: supportCases.status,
        message: supportCases.message,
        openedBy: { id: opener.id, name: opener.name, email: opener.email },
        openedAt: supportCases.openedAt,
        closedBy: { id: closer.id, name: closer.name },
        closedAt: supportCases.closedAt,
        resolution: supportCases.resolution,
        account: ACCOUNT_NAME,
        assignedTo: { id: assignee.id, name: assignee.name },
        step: supportCases.step,
        evidence: supportCases.evidence,
        transferId: supportCases.transferId,
        key: {
          id: integrationKeys.id,
          clientId: integrationKeys.clientId,
          name: integrationKeys.name,
          method: integrationKeys.method,
        },
        /** Where the key is to go: a production account, or the destination of a transfer. */
        destination: {
          id: destination.id,
          name: destination.name,
          environment: destination.environment,
          plan: destination.plan,
          status: destination.status,
          hasIntegrationKeys: destination.hasIntegrationKeys,
        },
      })
      .from(supportCases)
      .innerJoin(accounts, eq(accounts.id, supportCases.accountId))
      .innerJoin(opener, eq(opener.id, supportCases.openedBy))
      .leftJoin(closer, eq(closer.id, supportCases.closedBy))
      .leftJoin(assignee, eq(assignee.id, supportCases.assignedTo))
      // Whichever account manages it now: a case stays with the one that asked.
      .leftJoin(transfers, eq(transfers.id, supportCases.transferId))
      .leftJoin(
        integrationKeys,
        sql`${integrationKeys.id} = coalesce(${supportCases.keyId}, ${transfers.keyId})`,
      )
      .leftJoin(
        destination,
        sql`${destination.id} = coalesce(${supportCases.productionAccountId}, ${transfers.destinationAccountId})`,
      )
      .$dynamic()
  );
}

export type CaseRow = Awaited<ReturnType<typeof selectCases>>[number];

/** The wire form of a row. */
export function toSupportCase(found: CaseRow): SupportCase {
  const { step, evidence, key, transferId, destination: there, ...row } = found;
  return {
    ...row,
    goLive: step && evidence && key ? { step, evidence, key, productionAccount: there } : null,
    transfer:
      transferId && key && there
        ? { id: transferId, clientId: key.clientId, keyName: key.name, destination: there }
        : null,
    dueAt: answerDueAt(step, row.openedAt)?.toISOString() ?? null,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

/** The wire form of a row for the list, which is on nobody's record and therefore repeats no words of the account. */
export function toListedCase(row: CaseRow): ListedCase {
  const { message: _message, resolution: _resolution, goLive, transfer, ...listed } = toSupportCase(row);
  return {
    ...listed,
    goLive: goLive && { step: goLive.step, clientId: goLive.key.clientId },
    transfer: transfer && {
      id: transfer.id,
      clientId: transfer.clientId,
      destination: transfer.destination,
    },
  };
}

/** One case. @throws DomainError not_found */
export async function findCase(db: Reader, caseId: string): Promise<SupportCase> {
  const [row] = await selectCases(db).where(eq(supportCases.id, caseId));
  if (!row) throw notFound();
  return toSupportCase(row);
}

/** Ids of the accounts that a case is about, on whose records goes what support does with it. */
export function accountsOf({ account, goLive, transfer }: SupportCase): string[] {
  const other = goLive?.productionAccount ?? transfer?.destination;
  return other ? [account.id, other.id] : [account.id];
}
