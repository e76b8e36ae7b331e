import { and, eq } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

import type { SessionContext } from "../kernel/context";
import { unrecorded } from "../kernel/unrecorded";

/** Shows this session no longer what failed before it. What is on the record, and in notices, stays. */
export async function dismissFailures(ctx: SessionContext): Promise<void> {
  await unrecorded("session", (db) =>
    db
      .update(sessions)
      .set({ failedBefore: null, failedSince: null })
      .where(and(eq(sessions.publicId, ctx.sessionId), eq(sessions.userId, ctx.user.id))),
  );
}
