import { eq } from "drizzle-orm";

import { legacyAuthentication } from "@/db/schema/legacy-authentication";

import type {
  LegacyAuthentication,
  LegacyAuthenticationInput,
} from "../contracts/keys/legacy-authentication";
import { DomainError, invalid } from "../domain/errors";
import { endFault } from "../domain/legacy-authentication/policy";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import type { AccountContext } from "../kernel/context";
import { operatorLegacyEnd } from "../platform/settings/env";
import { findLegacyAuthentication } from "./get-legacy-authentication";

/**
 * Allows legacy authentication until an instant, or ends it at once (PRODUCT 11): from the answer on, each call that starts
 * is refused (I1). To end it no version is needed: whoever ends it must not lose against somebody who prolongs it.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled | account_closed | validation_failed |
 *   stale_version
 */
export function setLegacyAuthentication(
  ctx: AccountContext,
  input: LegacyAuthenticationInput,
): Promise<LegacyAuthentication> {
  return change(byMember(ctx, "policy:update"), [ctx.account.id], async (tx, fresh) => {
    const { id: accountId } = fresh.account;
    const { endsAt } = input;
    const fault = endsAt === null ? null : endFault(endsAt, fresh.now, operatorLegacyEnd());
    if (fault !== null) throw invalid("/endsAt", "not_in_range", fault);
    // The account's row is locked: two who change it come one after the other.
    const [before] = await tx
      .select({ endsAt: legacyAuthentication.endsAt, version: legacyAuthentication.version })
      .from(legacyAuthentication)
      .where(eq(legacyAuthentication.accountId, accountId));
    if (endsAt !== null && (before?.version ?? 0) !== input.version) {
      throw new DomainError(
        "stale_version",
        "Somebody else changed legacy authentication meanwhile. Look at it again, then make your change.",
      );
    }
    const isSame = (before?.endsAt?.getTime() ?? null) === (endsAt?.getTime() ?? null);
    if (isSame) return { value: await findLegacyAuthentication(tx, fresh), audit: "unchanged" };
    const after = {
      endsAt,
      version: (before?.version ?? 0) + 1,
      updatedAt: fresh.now,
      updatedBy: fresh.user.id,
    };
    await tx
      .insert(legacyAuthentication)
      .values({ accountId, ...after })
      .onConflictDoUpdate({ target: legacyAuthentication.accountId, set: after });
    return {
      value: await findLegacyAuthentication(tx, fresh),
      audit: {
        action: endsAt === null ? "legacy.ended" : "legacy.allowed",
        subject: { kind: "key_policy", id: accountId, name: "Legacy authentication" },
        before: { endsAt: before?.endsAt?.toISOString() ?? null },
        after: { endsAt: endsAt?.toISOString() ?? null },
      },
    };
  });
}
