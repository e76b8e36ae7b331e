import { and, desc, eq, sql } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

import type { SessionList } from "../contracts/people/sessions";
import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { IS_LIVE_SESSION } from "../kernel/people/open-session";

/** More than anybody has browsers; a list must end somewhere. */
const MOST = 100;

/** The browsers that the person is signed in with, last used first: only live sessions, only the person's own. */
export function listSessions(ctx: SessionContext): Promise<SessionList> {
  return ask(async (db) => {
    const rows = await db
      .select({
        id: sessions.publicId,
        address: sessions.address,
        userAgent: sessions.userAgent,
        startedAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expiresAt,
        now: sql`now()`.mapWith(sessions.createdAt),
      })
      .from(sessions)
      .where(and(eq(sessions.userId, ctx.user.id), IS_LIVE_SESSION))
      .orderBy(desc(sessions.lastSeenAt), desc(sessions.publicId))
      .limit(MOST);
    const data = rows.map((row) => ({
      id: row.id,
      isCurrent: row.id === ctx.sessionId,
      address: row.address,
      userAgent: row.userAgent,
      startedAt: row.startedAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    }));
    return { data, now: (rows[0]?.now ?? new Date()).toISOString() };
  });
}
