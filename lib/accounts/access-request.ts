import { and, desc, eq, sql } from "drizzle-orm";

import { supportCases } from "@/db/schema/support-cases";
import { users } from "@/db/schema/users";

import type { AccessRequest, RequestAccessInput } from "../contracts/support/support";
import { availabilityOf, unavailableText } from "../domain/keys/availability";
import { DomainError } from "../domain/errors";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import { read } from "../kernel/read";
import { newId } from "../platform/ids";

/** Whether the account can ask for integration keys (R1), and how its last request stands. @throws DomainError forbidden */
export function getAccessRequest(ctx: AccountContext): Promise<AccessRequest> {
  return read(ctx, "access:request", (db) => findAccessRequest(db, ctx));
}

/**
 * Asks support to enable integration keys for the account (R1). An account has one open request; a second click finds
 * the first.
 * @throws DomainError forbidden | plan_not_eligible | access_already_available | account_closed | case_already_open
 */
export function requestAccess(ctx: AccountContext, input: RequestAccessInput): Promise<AccessRequest> {
  return change(byMember(ctx, "access:request"), [ctx.account.id], async (tx, fresh) => {
    assertCanRequest(fresh);
    const id = newId();
    const [asked] = await tx
      .insert(supportCases)
      .values({
        id,
        accountId: fresh.account.id,
        kind: "access_request",
        openedBy: fresh.user.id,
        openedAt: fresh.now,
        message: input.message,
      })
      .onConflictDoNothing({
        target: supportCases.accountId,
        where: sql`${supportCases.status} = 'open' and ${supportCases.kind} = 'access_request'`,
      })
      .returning({ number: supportCases.number });
    if (!asked) {
      throw new DomainError(
        "case_already_open",
        "This account has asked for access already. Support has the request and will answer it here.",
      );
    }
    return {
      value: await findAccessRequest(tx, fresh),
      audit: {
        action: "access.requested",
        subject: { kind: "support_case", id, name: "Access request" },
        after: { message: input.message, caseNumber: asked.number },
      },
    };
  });
}

function assertCanRequest({ account }: AccountContext): void {
  const availability = availabilityOf(account);
  if (availability === "available") {
    throw new DomainError(
      "access_already_available",
      "Integration keys are available in this account already. Load the page again.",
    );
  }
  if (availability === "plan_not_eligible") {
    throw new DomainError(availability, unavailableText(availability, account.plan));
  }
}

async function findAccessRequest(db: Reader, ctx: AccountContext): Promise<AccessRequest> {
  const [row] = await db
    .select({
      id: supportCases.id,
      number: supportCases.number,
      status: supportCases.status,
      message: supportCases.message,
      openedBy: { id: users.id, name: users.name },
      openedAt: supportCases.openedAt,
      closedAt: supportCases.closedAt,
      resolution: supportCases.resolution,
    })
    .from(supportCases)
    .innerJoin(users, eq(users.id, supportCases.openedBy))
    .where(and(eq(supportCases.accountId, ctx.account.id), eq(supportCases.kind, "access_request")))
    .orderBy(desc(supportCases.id))
    .limit(1);
  const availability = availabilityOf(ctx.account);
  return {
    availability,
    canRequest:
      availability === "feature_not_enabled" && ctx.account.status === "active" && row?.status !== "open",
    case: row
      ? {
          ...row,
          openedAt: row.openedAt.toISOString(),
          closedAt: row.closedAt?.toISOString() ?? null,
        }
      : null,
  };
}
