import { and, desc, eq, lt } from "drizzle-orm";

import { keyLastCalls } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";
import { users } from "@/db/schema/users";

import type { SupportKeyList, SupportKeyListInput } from "../contracts/support/support-desk";
import type { StaffContext } from "../kernel/context";
import { readUnderLook } from "../kernel/cases/staff-view";
import { matchesText } from "../row-state/key-search";
import { KEY_STATUS } from "../row-state/key-status";

/**
 * The keys of an account as support sees them, newest first, a page at a time by keyset.
 * @throws DomainError not_found | forbidden | look_needs_reason
 */
export function listKeysAsSupport(
  ctx: StaffContext,
  accountId: string,
  input: SupportKeyListInput,
): Promise<SupportKeyList> {
  return readUnderLook(ctx, accountId, async (db) => {
    const rows = await db
      .select({
        id: integrationKeys.id,
        clientId: integrationKeys.clientId,
        name: integrationKeys.name,
        method: integrationKeys.method,
        status: KEY_STATUS,
        scopes: integrationKeys.scopes,
        prefix: integrationKeys.prefix,
        lastFour: integrationKeys.lastFour,
        createdBy: { id: users.id, name: users.name },
        createdAt: integrationKeys.createdAt,
        lastUsedAt: keyLastCalls.lastAllowedAt,
      })
      .from(integrationKeys)
      .innerJoin(users, eq(users.id, integrationKeys.createdBy))
      .leftJoin(
        keyLastCalls,
        and(
          eq(keyLastCalls.keyId, integrationKeys.id),
          eq(keyLastCalls.accountId, integrationKeys.accountId),
        ),
      )
      .where(
        and(
          eq(integrationKeys.accountId, accountId),
          input.cursor ? lt(integrationKeys.id, input.cursor) : undefined,
          matchesText(input.q),
        ),
      )
      .orderBy(desc(integrationKeys.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    return {
      data: page.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      })),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}
