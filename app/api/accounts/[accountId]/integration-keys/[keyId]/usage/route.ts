/** Calls of a key per hour or day, by verdict. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { UsageQuery } from "@/lib/contracts/keys/key-usage";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { readUsage } from "@/lib/integration-keys/calls/usage";

export const GET = accountHandler({
  params: KeyParams,
  query: UsageQuery,
  handler: ({ ctx, params, query }) => readUsage(ctx, { keyId: params.keyId, ...query }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
