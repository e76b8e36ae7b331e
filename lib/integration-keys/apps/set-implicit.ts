import { and, eq } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import type { ImplicitInput } from "../../contracts/keys/app-credentials";
import type { IntegrationKey } from "../../contracts/keys/integration-keys";
import { byMember } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import { findIntegrationKey } from "../keys/reading/get";
import { lockApp } from "./lock-app";

/**
 * Says whether an app may have tokens sent through the browser's address (Implicit): off, unless somebody asks for it.
 * @throws DomainError not_found | not_key_creator | forbidden | not_an_app | key_already_revoked
 */
export function setImplicit(
  ctx: AccountContext,
  input: ImplicitInput & { readonly keyId: string },
): Promise<IntegrationKey> {
  return change(byMember(ctx, "key:manage"), [ctx.account.id], async (tx, fresh) => {
    const { app } = await lockApp(tx, fresh, input.keyId);
    if (app.isImplicitAllowed === input.isAllowed) {
      return { value: await findIntegrationKey(tx, fresh, app.id), audit: "unchanged" };
    }
    await tx
      .update(integrationKeys)
      .set({ isImplicitAllowed: input.isAllowed })
      .where(and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, app.id)));
    return {
      value: await findIntegrationKey(tx, fresh, app.id),
      audit: {
        action: "key.implicit_changed",
        subject: { kind: "integration_key", id: app.id, name: app.name },
        before: { isImplicitAllowed: app.isImplicitAllowed },
        after: { isImplicitAllowed: input.isAllowed },
      },
    };
  });
}
