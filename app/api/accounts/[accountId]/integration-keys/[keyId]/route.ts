/** One integration key. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { accountRoute } from "@/lib/http/route";
import { getIntegrationKey } from "@/lib/integration-keys/get";

export const GET = accountRoute({
  params: KeyParams,
  handler: async ({ ctx, params }) => ({ key: await getIntegrationKey(ctx, params.keyId) }),
});
