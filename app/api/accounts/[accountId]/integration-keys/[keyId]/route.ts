/** One integration key. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { getIntegrationKey } from "@/lib/integration-keys/keys/reading/get";

export const GET = accountHandler({
  params: KeyParams,
  handler: async ({ ctx, params }) => ({ key: await getIntegrationKey(ctx, params.keyId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
