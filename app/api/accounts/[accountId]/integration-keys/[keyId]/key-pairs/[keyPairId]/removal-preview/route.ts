/** What stops when a key pair is removed. */
import { KeyPairParams } from "@/lib/contracts/keys/app-credentials";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { previewRemoval } from "@/lib/integration-keys/apps/preview-removal";

export const GET = accountHandler({
  params: KeyPairParams,
  handler: ({ ctx, params: { keyId, keyPairId } }) =>
    previewRemoval(ctx, { keyId, credentialId: keyPairId, kind: "rsa_public_key" }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
