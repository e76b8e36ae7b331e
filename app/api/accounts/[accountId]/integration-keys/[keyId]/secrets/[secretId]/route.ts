/** One client secret of an app: it can be removed. */
import { SecretParams } from "@/lib/contracts/keys/app-credentials";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { removeCredential } from "@/lib/integration-keys/apps/remove-credential";

export const DELETE = accountHandler({
  params: SecretParams,
  status: 204,
  handler: ({ ctx, params: { keyId, secretId } }) =>
    removeCredential(ctx, { keyId, credentialId: secretId, kind: "client_secret" }),
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
