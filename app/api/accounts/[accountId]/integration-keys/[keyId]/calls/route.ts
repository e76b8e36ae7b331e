/** Calls made with a key, newest first. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { CallListQuery } from "@/lib/contracts/key-usage";
import { accountRoute } from "@/lib/http/route";
import { listCalls } from "@/lib/integration-keys/calls";

export const GET = accountRoute({
  params: KeyParams,
  query: CallListQuery,
  handler: ({ ctx, params, query }) => listCalls(ctx, { keyId: params.keyId, ...query }),
});
