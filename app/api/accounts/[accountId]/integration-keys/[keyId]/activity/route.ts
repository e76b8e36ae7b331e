/** What was done to a key. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { ActivityQuery } from "@/lib/contracts/keys/key-usage";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listKeyActivity } from "@/lib/integration-keys/calls/activity";

export const GET = accountHandler({
  params: KeyParams,
  query: ActivityQuery,
  handler: ({ ctx, params, query }) => listKeyActivity(ctx, { keyId: params.keyId, ...query }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
