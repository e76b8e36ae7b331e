import { and, eq, gt, lt, or, sql } from "drizzle-orm";

import { sessions, users } from "@/db/schema/users";

import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { IS_LIVE_SESSION } from "../kernel/people/open-session";
import { sessionHash } from "./start";
import { unrecorded } from "../kernel/unrecorded";

/** How long the id from before a rotation still works, for requests that were under way with it. */
const ROTATION_GRACE_SECONDS = 60;

export type FoundSession = Omit<SessionContext, "request"> & {
  readonly mustRotate: boolean;
  /** The operator chose the password that this session began with: nothing is open to it but choosing another one. */
  readonly mustChangePassword: boolean;
};

/**
 * The person behind a session token, or null if the session is unknown, revoked, idle for 30 minutes, older than
 * 12 hours, or its person deactivated. Looked up for every request; nothing is cached.
 * @param isInUse false for a request that a page makes by itself, which does not keep the session from becoming idle
 */
export async function findSession(token: string, isInUse = true): Promise<FoundSession | null> {
  const idHash = sessionHash(token);
  const [row] = await ask((db) =>
    db
      .select({
        sessionId: sessions.publicId,
        mustRotate: sql<boolean>`${sessions.rotateRequestedAt} is not null`,
        mustChangePassword: sql<boolean>`${users.mustChangePassword} and coalesce(${sessions.signInMethod} = 'password', false)`,
        isStale: sql<boolean>`${sessions.lastSeenAt} < now() - interval '1 minute'`,
        id: users.id,
        email: users.email,
        name: users.name,
        staffRole: users.staffRole,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(
        and(
          or(
            eq(sessions.idHash, idHash),
            and(
              eq(sessions.previousIdHash, idHash),
              gt(sessions.rotatedAt, sql`now() - make_interval(secs => ${ROTATION_GRACE_SECONDS})`),
            ),
          ),
          IS_LIVE_SESSION,
          eq(users.status, "active"),
        ),
      ),
  );
  if (!row) return null;
  if (isInUse && row.isStale) await markSeen(row.sessionId);
  const user = { id: row.id, email: row.email, name: row.name, isStaff: row.staffRole !== null };
  const { sessionId, mustRotate, mustChangePassword } = row;
  return { user, sessionId, mustRotate, mustChangePassword };
}

function markSeen(sessionId: string): Promise<unknown> {
  return unrecorded("session", (db) =>
    db
      .update(sessions)
      .set({ lastSeenAt: sql`now()` })
      .where(
        and(eq(sessions.publicId, sessionId), lt(sessions.lastSeenAt, sql`now() - interval '1 minute'`)),
      ),
  );
}
