/** What was done to a key. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { ActivityQuery } from "@/lib/contracts/key-usage";
import { accountRoute } from "@/lib/http/route";
import { listKeyActivity } from "@/lib/integration-keys/activity";

export const GET = accountRoute({
  params: KeyParams,
  query: ActivityQuery,
  handler: ({ ctx, params, query }) => listKeyActivity(ctx, { keyId: params.keyId, ...query }),
});
