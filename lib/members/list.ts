import { and, asc, eq, gt } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";

import type { MemberList, MemberListInput } from "../contracts/people/members";
import type { AccountContext } from "../kernel/context";
import { read } from "../kernel/read";
import { findContinuity } from "./continuity";
import { countLiveKeysOf } from "./live-keys";
import { selectMembers, toMember } from "./member";

/**
 * The account's members in the order in which they joined, a page at a time by keyset, with what S3 asks every account
 * to look at: how many active admins it has.
 * @throws DomainError forbidden
 */
export function listMembers(ctx: AccountContext, input: MemberListInput): Promise<MemberList> {
  return read(ctx, "member:read", async (db) => {
    const rows = await selectMembers(db)
      .where(
        and(
          eq(memberships.accountId, ctx.account.id),
          input.cursor ? gt(memberships.id, input.cursor) : undefined,
        ),
      )
      .orderBy(asc(memberships.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const liveKeys = await countLiveKeysOf(
      db,
      ctx.account.id,
      page.map((row) => row.user.id),
    );
    return {
      data: page.map((row) => toMember(row, liveKeys.get(row.user.id) ?? 0)),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
      continuity: await findContinuity(db, ctx.account.id),
    };
  });
}
