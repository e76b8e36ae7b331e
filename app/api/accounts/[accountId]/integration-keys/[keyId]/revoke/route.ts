/** Ends a key at once and for good. */
import { KeyParams, RevokeKeyBody } from "@/lib/contracts/integration-keys";
import { accountRoute } from "@/lib/http/route";
import { revokeIntegrationKey } from "@/lib/integration-keys/revoke";

export const POST = accountRoute({
  params: KeyParams,
  body: RevokeKeyBody,
  handler: async ({ ctx, params, body }) => ({
    key: await revokeIntegrationKey(ctx, { ...body, keyId: params.keyId }),
  }),
});
