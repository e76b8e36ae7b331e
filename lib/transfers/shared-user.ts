import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";

import type { Reader } from "../kernel/database";

/** Whether a member is marked as shared by several people in the account (S3), behind whose lock that changes. */
export async function isSharedUser(db: Reader, userId: string, accountId: string): Promise<boolean> {
  const [member] = await db
    .select({ isShared: memberships.isShared })
    .from(memberships)
    .where(and(eq(memberships.accountId, accountId), eq(memberships.userId, userId)));
  return member?.isShared ?? false;
}
