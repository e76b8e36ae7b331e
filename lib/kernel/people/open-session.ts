/** Whether a session has ended, as SQL. */
import { and, gt, isNull, sql } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

/** A session that nobody used for this long has ended. */
const IDLE_MINUTES = 30;

/** True of a session that was not revoked and is not too old; it may be idle. */
export const IS_OPEN_SESSION = and(isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`));

/** True of a session that still counts: open, and used lately. */
export const IS_LIVE_SESSION = and(
  IS_OPEN_SESSION,
  gt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${IDLE_MINUTES})`),
);
