/** What stops when a client secret is removed. */
import { SecretParams } from "@/lib/contracts/keys/app-credentials";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { previewRemoval } from "@/lib/integration-keys/apps/preview-removal";

export const GET = accountHandler({
  params: SecretParams,
  handler: ({ ctx, params: { keyId, secretId } }) =>
    previewRemoval(ctx, { keyId, credentialId: secretId, kind: "client_secret" }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
