import { and, eq, isNull, or } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import { DomainError, notFound } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import { confirmRevocation } from "../keys/confirm-revocation";
import { clock, expectStep } from "../keys/lock";
import { bySystem } from "../../kernel/authority";
import { change } from "../../kernel/change";
import { ask } from "../../kernel/read";
import { withdrawRequest, withEntry, withRequest } from "../../kernel/cases/withdraw-request";

export type RevokedKey = { readonly id: string; readonly accountId: string; readonly name: string };

/**
 * Ends a key at once and for good without anybody signed in (R8, I1), on its account's record, and with it what support
 * was asked for it on its way to production.
 * @param key the key's id, or its GUID
 * @param accountId where a GUID belongs to a key of a sandbox account and to one of a production account
 * @throws DomainError not_found | conflict for a GUID of two keys | key_already_revoked
 */
export async function revokeKeyAsOperator(
  command: string,
  key: string,
  reason: string,
  accountId?: string,
): Promise<RevokedKey> {
  const found = await findKey(key, accountId);
  await withRequest(found, (others) => revoke(command, found, reason, [found.accountId, ...others]));
  await confirmRevocation(found.accountId, found.id);
  return found;
}

function revoke(
  command: string,
  found: RevokedKey,
  reason: string,
  accountIds: readonly string[],
): Promise<void> {
  return change(bySystem(command), accountIds, async (tx) => {
    const mine = and(eq(integrationKeys.accountId, found.accountId), eq(integrationKeys.id, found.id));
    const [before] = await tx
      .select({
        expiresAt: integrationKeys.expiresAt,
        revokedAt: integrationKeys.revokedAt,
        retiresAt: integrationKeys.retiresAt,
      })
      .from(integrationKeys)
      .where(mine)
      .for("update");
    if (!before) throw notFound();
    const now = await clock(tx);
    const { revokedAt } = expectStep(before, { type: "revoke", at: now });
    const changed = await tx
      .update(integrationKeys)
      .set({ revokedAt, revokeReason: reason })
      .where(and(mine, isNull(integrationKeys.revokedAt)));
    if (changed.rowCount !== 1) throw new DomainError("conflict", "The key changed meanwhile. Try again.");
    const entry: AuditEntry = {
      action: "key.revoked",
      subject: { kind: "integration_key", id: found.id, name: found.name },
      before: { revokedAt: null, retiresAt: before.retiresAt?.toISOString() ?? null },
      after: { revokedAt: revokedAt?.toISOString() ?? null },
      reason,
    };
    const because = "The operator revoked the sandbox key.";
    const ended = await withdrawRequest(tx, { key: found, by: null, because, now, accountIds });
    return { value: undefined, audit: { records: withEntry(ended, found.accountId, entry) } };
  });
}

async function findKey(key: string, accountId: string | undefined): Promise<RevokedKey> {
  const rows = await ask((db) =>
    db
      .select({
        id: integrationKeys.id,
        accountId: integrationKeys.accountId,
        name: integrationKeys.name,
      })
      .from(integrationKeys)
      .where(
        and(
          or(eq(integrationKeys.id, key), eq(integrationKeys.clientId, key)),
          accountId === undefined ? undefined : eq(integrationKeys.accountId, accountId),
        ),
      ),
  );
  const [found, another] = rows;
  if (!found) throw notFound();
  if (another) {
    throw new DomainError("conflict", "Two keys have this GUID. Say whose you mean, with --account <id>.");
  }
  return found;
}
