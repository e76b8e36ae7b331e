/** Ends a key at once and for good. */
import { KeyParams, RevokeKeyBody } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { revokeIntegrationKey } from "@/lib/integration-keys/revocations/revoke";

export const POST = accountHandler({
  params: KeyParams,
  body: RevokeKeyBody,
  handler: async ({ ctx, params, body }) => ({
    key: await revokeIntegrationKey(ctx, { ...body, keyId: params.keyId }),
  }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
