import { and, ne } from "drizzle-orm";

import { credentials } from "@/db/schema/integration-keys";

import type { RemovalPreview } from "../../contracts/keys/app-credentials";
import { notFound } from "../../domain/errors";
import type { AccountContext } from "../../kernel/context";
import { read } from "../../kernel/read";
import { callsLastDay } from "../calls/calls-last-day";
import { expectKey } from "../keys/expect-key";
import { readCredentialUses } from "./credential-uses";
import { IS_UNEXPIRED, isCredentialOf, selectCredentials, type AppCredentialKind } from "./credential";

/**
 * What stops when a credential of an app is removed: who calls with it and what else ends with it, whether the app is left
 * without one that works, and how much it is called.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function previewRemoval(
  ctx: AccountContext,
  input: { readonly keyId: string; readonly credentialId: string; readonly kind: AppCredentialKind },
): Promise<RemovalPreview> {
  return read(ctx, "key:read", async (db) => {
    const key = await expectKey(db, ctx, input.keyId);
    const subject = { accountId: ctx.account.id, keyId: key.id };
    const rows = await selectCredentials(db, subject, input.kind);
    const credential = rows.find((row) => row.id === input.credentialId);
    if (!credential) throw notFound();
    const { data: uses, since } = await readCredentialUses(db, { ...subject, now: key.now });
    const use = uses.find(({ id }) => id === credential.id);
    if (!use) throw notFound();
    const [other] = await db
      .select({ id: credentials.id })
      .from(credentials)
      .where(and(isCredentialOf(subject), IS_UNEXPIRED, ne(credentials.id, credential.id)))
      .limit(1);
    const isOver = credential.expiresAt !== null && credential.expiresAt <= key.now;
    return {
      name: credential.name ?? "",
      lastUsedAt: credential.lastUsedAt?.toISOString() ?? null,
      use,
      usedSince: since,
      // A public app proves itself without one, and one that is over proves nothing any more.
      isLastCredential: !isOver && other === undefined && !key.isPublic,
      callsLastDay: await callsLastDay(db, null, [key.id]),
    };
  });
}
