import type { ClientSecretList, KeyPairList } from "../../contracts/keys/app-credentials";
import type { AccountContext } from "../../kernel/context";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";
import { selectCredentials, toClientSecret, toKeyPair, type AppCredentialKind } from "./credential";

/**
 * The client secrets of an app, oldest first; none for a long-lived key.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export async function listClientSecrets(ctx: AccountContext, keyId: string): Promise<ClientSecretList> {
  return { data: (await listed(ctx, keyId, "client_secret")).map(toClientSecret), nextCursor: null };
}

/**
 * The key pairs of an app, oldest first; none for a long-lived key.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export async function listKeyPairs(ctx: AccountContext, keyId: string): Promise<KeyPairList> {
  return { data: (await listed(ctx, keyId, "rsa_public_key")).map(toKeyPair), nextCursor: null };
}

function listed(ctx: AccountContext, keyId: string, kind: AppCredentialKind) {
  return read(ctx, "key:read", async (db) => {
    const key = await expectKey(db, ctx, keyId);
    return selectCredentials(db, { accountId: ctx.account.id, keyId: key.id }, kind);
  });
}
