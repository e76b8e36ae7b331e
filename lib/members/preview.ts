import type { DeactivationPreview, ProfilePreview } from "../contracts/people/members";
import type { Profile } from "../domain/people/profiles";
import { mayHold } from "../domain/keys/scope-ceiling";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { findRightsLost } from "../kernel/accounts/organization-admins";
import { read } from "../kernel/read";
import { selectLiveKeysOf } from "./live-keys";
import { isLastAdmin } from "./lock";
import { findMember } from "./member";

/** Keys that a preview names; the totals count the others too. */
const NAMED_KEYS_MAX = 50;

/**
 * Which live keys stop when the member is deactivated, and how many allowed calls they made in the last 24 hours (R6).
 * @throws DomainError not_found | forbidden
 */
export function previewDeactivation(ctx: AccountContext, memberId: string): Promise<DeactivationPreview> {
  return read(ctx, "member:read", (db) => deactivationPreviewOf(db, ctx.account.id, memberId));
}

/** What stops without a member, for a verb that knows who may see it. @throws DomainError not_found */
export async function deactivationPreviewOf(
  db: Reader,
  accountId: string,
  memberId: string,
): Promise<DeactivationPreview> {
  const { member, keys } = await findMemberKeys(db, accountId, memberId);
  return {
    liveKeys: keys.length,
    callsLastDay: keys.reduce((sum, key) => sum + key.callsLastDay, 0),
    keys: keys.slice(0, NAMED_KEYS_MAX).map(({ id, name, callsLastDay }) => ({ id, name, callsLastDay })),
    isLastAdmin: await isLastAdmin(db, accountId, member),
    organizations: await findRightsLost(db, member.user.id, accountId),
  };
}

/**
 * Which scopes each live key of the member loses, or gets back, under another profile (R6). Keys that stay as they are
 * are counted, not named.
 * @throws DomainError not_found | forbidden
 */
export function previewProfile(
  ctx: AccountContext,
  input: { readonly memberId: string; readonly profile: Profile },
): Promise<ProfilePreview> {
  return read(ctx, "member:read", async (db) => {
    const { member, keys } = await findMemberKeys(db, ctx.account.id, input.memberId);
    const changes = keys
      .map(({ scopes, ...key }) => ({
        ...key,
        lost: scopes.filter((scope) => mayHold(member.profile, scope) && !mayHold(input.profile, scope)),
        regained: scopes.filter((scope) => !mayHold(member.profile, scope) && mayHold(input.profile, scope)),
      }))
      .filter((key) => key.lost.length > 0 || key.regained.length > 0);
    return {
      liveKeys: keys.length,
      narrowedKeys: changes.filter((key) => key.lost.length > 0).length,
      widenedKeys: changes.filter((key) => key.regained.length > 0).length,
      keys: changes.slice(0, NAMED_KEYS_MAX),
      isLastAdmin: input.profile !== "admin" && (await isLastAdmin(db, ctx.account.id, member)),
    };
  });
}

async function findMemberKeys(db: Reader, accountId: string, memberId: string) {
  const member = await findMember(db, accountId, memberId);
  return { member, keys: await selectLiveKeysOf(db, accountId, member.user.id) };
}
