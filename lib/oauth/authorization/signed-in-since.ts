import { eq } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

import type { SessionContext } from "../../kernel/context";
import { ask } from "../../kernel/read";

/** True where the person has signed in after this instant; never without one. */
export async function hasSignedInSince(ctx: SessionContext, after: Date | null): Promise<boolean> {
  if (after === null) return false;
  const [session] = await ask((db) =>
    db.select({ createdAt: sessions.createdAt }).from(sessions).where(eq(sessions.publicId, ctx.sessionId)),
  );
  return session !== undefined && session.createdAt >= after;
}
