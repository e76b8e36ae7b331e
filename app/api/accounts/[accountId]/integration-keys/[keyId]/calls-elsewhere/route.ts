/** What an app does in accounts other than the one that manages it. */
import { CallsElsewhereQuery } from "@/lib/contracts/keys/calls-elsewhere";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listCallsElsewhere } from "@/lib/integration-keys/calls/calls-elsewhere";

export const GET = accountHandler({
  params: KeyParams,
  query: CallsElsewhereQuery,
  handler: ({ ctx, params, query }) => listCallsElsewhere(ctx, { keyId: params.keyId, ...query }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
