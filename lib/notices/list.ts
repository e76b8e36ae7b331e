import { and, desc, eq, lt } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { notices } from "@/db/schema/jobs";

import type { NoticeList, NoticeListInput } from "../contracts/people/notices";
import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";

/** What this person was told, newest first, a page at a time by keyset: nobody else's. */
export function listNotices(ctx: SessionContext, input: NoticeListInput): Promise<NoticeList> {
  return ask(async (db) => {
    const rows = await db
      .select({
        id: notices.id,
        kind: notices.kind,
        account: { id: accounts.id, name: accounts.name, environment: accounts.environment },
        subject: notices.subject,
        lines: notices.lines,
        createdAt: notices.createdAt,
        readAt: notices.readAt,
        mailedAt: notices.mailedAt,
      })
      .from(notices)
      .leftJoin(accounts, eq(accounts.id, notices.accountId))
      .where(and(eq(notices.userId, ctx.user.id), input.cursor ? lt(notices.id, input.cursor) : undefined))
      .orderBy(desc(notices.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit).map((row) => ({
      ...row,
      lines: row.lines.map(({ link, text }) => ({ link, text })),
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
      mailedAt: row.mailedAt?.toISOString() ?? null,
    }));
    return { data: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null };
  });
}
