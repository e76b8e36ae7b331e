/** Calls of a key per hour or day, by verdict. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { UsageQuery } from "@/lib/contracts/key-usage";
import { accountRoute } from "@/lib/http/route";
import { readUsage } from "@/lib/integration-keys/usage";

export const GET = accountRoute({
  params: KeyParams,
  query: UsageQuery,
  handler: ({ ctx, params, query }) => readUsage(ctx, { keyId: params.keyId, ...query }),
});
