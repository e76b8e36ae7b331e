import { and, desc, eq, lt, or } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";

import type { ActivityInput, KeyActivity } from "../../contracts/keys/key-usage";
import { DomainError } from "../../domain/errors";
import { mayManageKey } from "../../domain/people/profiles";
import type { AccountContext } from "../../kernel/context";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";

/**
 * What was done to a key, newest first: its events of the account's audit log, and the replacement that made it.
 * For admins and the one who manages the key (R2).
 * @throws DomainError not_found | not_key_creator | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listKeyActivity(
  ctx: AccountContext,
  input: ActivityInput & { readonly keyId: string },
): Promise<KeyActivity> {
  return read(ctx, "key:read", async (db) => {
    const key = await expectKey(db, ctx, input.keyId);
    if (!mayManageKey(ctx.profile, ctx.user.id, key.createdBy)) {
      throw new DomainError(
        "not_key_creator",
        "Only the person who created this key, or an admin, can see what was done to it.",
      );
    }
    const { replacesKeyId } = key;
    const rows = await db
      .select({
        id: auditEvents.id,
        sequence: auditEvents.sequence,
        at: auditEvents.at,
        actorKind: auditEvents.actorKind,
        actorName: auditEvents.actorName,
        action: auditEvents.action,
        subjectId: auditEvents.subjectId,
        subjectName: auditEvents.subjectName,
        before: auditEvents.before,
        after: auditEvents.after,
        reason: auditEvents.reason,
        address: auditEvents.address,
        userAgent: auditEvents.userAgent,
        requestId: auditEvents.requestId,
      })
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.chainId, ctx.account.id),
          or(
            eq(auditEvents.subjectId, key.id),
            replacesKeyId
              ? and(eq(auditEvents.subjectId, replacesKeyId), eq(auditEvents.action, "key.replaced"))
              : undefined,
          ),
          input.cursor ? lt(auditEvents.sequence, input.cursor) : undefined,
        ),
      )
      .orderBy(desc(auditEvents.sequence))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    return {
      data: page.map((row) => ({ ...row, at: row.at.toISOString() })),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.sequence ?? null) : null,
    };
  });
}
