import { and, eq } from "drizzle-orm";

import { credentials } from "@/db/schema/integration-keys";

import { notFound } from "../../domain/errors";
import { byMember } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import { isCredentialOf, type AppCredentialKind } from "./credential";
import { lockApp } from "./lock-app";

/**
 * Removes a client secret or a key pair from an app, at once and for good. Of two admins at once, the second finds
 * nothing.
 * @throws DomainError not_found | not_key_creator | forbidden | not_an_app | key_already_revoked
 */
export function removeCredential(
  ctx: AccountContext,
  input: { readonly keyId: string; readonly credentialId: string; readonly kind: AppCredentialKind },
): Promise<void> {
  return change(byMember(ctx, "key:end"), [ctx.account.id], async (tx, fresh) => {
    const { app, now } = await lockApp(tx, fresh, input.keyId);
    const [removed] = await tx
      .update(credentials)
      .set({ revokedAt: now })
      .where(
        and(
          isCredentialOf({ accountId: ctx.account.id, keyId: app.id }, input.kind),
          eq(credentials.id, input.credentialId),
        ),
      )
      .returning({
        id: credentials.id,
        name: credentials.name,
        lastFour: credentials.lastFour,
        thumbprint: credentials.thumbprint,
      });
    if (!removed) throw notFound();
    const { id: credentialId, name, lastFour, thumbprint } = removed;
    return {
      value: undefined,
      audit: {
        action: input.kind === "client_secret" ? "key.secret_removed" : "key.key_pair_removed",
        subject: { kind: "integration_key", id: app.id, name: app.name },
        before: { credentialId, name, ...(lastFour === null ? { thumbprint } : { lastFour }) },
      },
    };
  });
}
