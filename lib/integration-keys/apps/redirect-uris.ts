import { and, asc, eq } from "drizzle-orm";

import { redirectUris } from "@/db/schema/integration-keys";

import type { RedirectUris, RedirectUrisInput } from "../../contracts/keys/app-credentials";
import { DomainError } from "../../domain/errors";
import { byMember } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";
import { lockApp } from "./lock-app";

type Subject = { readonly accountId: string; readonly keyId: string };

const isOf = ({ accountId, keyId }: Subject) =>
  and(eq(redirectUris.accountId, accountId), eq(redirectUris.keyId, keyId));

/**
 * Where an app may have people sent back to, in its order; none for a long-lived key.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listRedirectUris(ctx: AccountContext, keyId: string): Promise<RedirectUris> {
  return read(ctx, "key:read", async (db) => {
    const key = await expectKey(db, ctx, keyId);
    return { redirectUris: await urisOf(db, { accountId: ctx.account.id, keyId: key.id }) };
  });
}

/**
 * Sets the list of an app as a whole: what is not named in it is no redirect URI any more.
 * @param input.previous the list that was changed; where somebody set another one since, nothing is set. Left out: of two
 *   at once the later one holds
 * @throws DomainError not_found | not_key_creator | forbidden | not_an_app | key_already_revoked | redirect_uris_changed
 */
export function setRedirectUris(
  ctx: AccountContext,
  input: RedirectUrisInput & { readonly keyId: string },
): Promise<RedirectUris> {
  return change(byMember(ctx, "key:manage"), [ctx.account.id], async (tx, fresh) => {
    const { app } = await lockApp(tx, fresh, input.keyId);
    const subject = { accountId: ctx.account.id, keyId: app.id };
    const before = await urisOf(tx, subject);
    const after = input.redirectUris;
    const value = { redirectUris: after };
    if (JSON.stringify(before) === JSON.stringify(after)) return { value, audit: "unchanged" };
    if (input.previous && JSON.stringify(before) !== JSON.stringify(input.previous)) {
      throw new DomainError(
        "redirect_uris_changed",
        "The redirect URIs were changed by somebody else meanwhile. Look at them as they are now, and try again.",
      );
    }
    await tx.delete(redirectUris).where(isOf(subject));
    if (after.length > 0) {
      await tx.insert(redirectUris).values(after.map((uri, position) => ({ ...subject, uri, position })));
    }
    return {
      value,
      audit: {
        action: "key.redirect_uris_changed",
        subject: { kind: "integration_key", id: app.id, name: app.name },
        before: { redirectUris: before },
        after: { redirectUris: after },
      },
    };
  });
}

async function urisOf(db: Reader, subject: Subject): Promise<string[]> {
  const rows = await db
    .select({ uri: redirectUris.uri })
    .from(redirectUris)
    .where(isOf(subject))
    .orderBy(asc(redirectUris.position));
  return rows.map(({ uri }) => uri);
}
