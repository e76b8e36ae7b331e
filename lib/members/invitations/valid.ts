import { and, eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { invitations } from "@/db/schema/mailed-links";
import { users } from "@/db/schema/users";

import { linkNotValid } from "../../domain/errors";
import type { Reader } from "../../kernel/database";
import { linkHash } from "../../platform/secrets/link-token";
import { IS_VALID_INVITATION } from "../../row-state/open-invitation";

/**
 * The invitation with this token that can be accepted now.
 * @throws DomainError link_not_valid for one that is unknown, accepted, withdrawn, sent again, too old or void
 */
export async function findValid(db: Reader, token: string, lock: "update" | "none" = "none") {
  const query = db
    .select({
      id: invitations.id,
      accountId: invitations.accountId,
      accountName: accounts.name,
      environment: invitations.environment,
      email: invitations.email,
      profile: invitations.profile,
      expiresAt: invitations.expiresAt,
      invitedBy: users.name,
      inviterId: invitations.invitedBy,
      isFromSupport: invitations.isFromSupport,
    })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .innerJoin(users, eq(users.id, invitations.invitedBy))
    .where(and(eq(invitations.tokenHash, linkHash(token)), IS_VALID_INVITATION));
  const [found] = await (lock === "update" ? query.for("update", { of: invitations }) : query);
  if (!found) throw linkNotValid();
  return found;
}

/** The person with this address, and whether he or she may sign in; null where nobody has it. */
export async function findPerson(db: Reader, email: string) {
  const [person] = await db
    .select({ id: users.id, name: users.name, email: users.email, status: users.status })
    .from(users)
    .where(eq(users.email, email));
  return person ?? null;
}
