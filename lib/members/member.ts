/** How a member is read from the database and shown. */
import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import type { Member } from "../contracts/people/members";
import { notFound } from "../domain/errors";
import type { Reader } from "../kernel/database";
import { countLiveKeys } from "./live-keys";

/** Members with all that is shown of them; callers add WHERE with the account's id, order and limit. */
export function selectMembers(db: Reader) {
  return db
    .select({
      id: memberships.id,
      user: { id: users.id, name: users.name, email: users.email },
      profile: memberships.profile,
      status: memberships.status,
      isShared: memberships.isShared,
      createdAt: memberships.createdAt,
      deactivatedAt: memberships.deactivatedAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .$dynamic();
}

export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number];

/** The wire form of a row. */
export function toMember(row: MemberRow, liveKeys: number): Member {
  const { createdAt, deactivatedAt, ...rest } = row;
  return {
    ...rest,
    joinedAt: createdAt.toISOString(),
    deactivatedAt: deactivatedAt?.toISOString() ?? null,
    liveKeys,
  };
}

/** One member of the account. @throws DomainError not_found for another account's */
export async function findMember(db: Reader, accountId: string, memberId: string): Promise<Member> {
  const [row] = await selectMembers(db).where(
    and(eq(memberships.accountId, accountId), eq(memberships.id, memberId)),
  );
  if (!row) throw notFound();
  return toMember(row, await countLiveKeys(db, accountId, row.user.id));
}
