import { and, gt, isNull, sql } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

/** A session that nobody used for this long has ended. */
const IDLE_MINUTES = 30;

/** The condition under which a session still counts: not revoked, not too old, not idle. */
export const isLive = and(
  isNull(sessions.revokedAt),
  gt(sessions.expiresAt, sql`now()`),
  gt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${IDLE_MINUTES})`),
);
