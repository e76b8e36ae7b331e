/** One key pair of an app: it can be removed. */
import { KeyPairParams } from "@/lib/contracts/keys/app-credentials";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { removeCredential } from "@/lib/integration-keys/apps/remove-credential";

export const DELETE = accountHandler({
  params: KeyPairParams,
  status: 204,
  handler: ({ ctx, params: { keyId, keyPairId } }) =>
    removeCredential(ctx, { keyId, credentialId: keyPairId, kind: "rsa_public_key" }),
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
