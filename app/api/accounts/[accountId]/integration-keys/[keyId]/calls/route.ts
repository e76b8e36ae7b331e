/** Calls made with a key, newest first. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { CallListQuery } from "@/lib/contracts/keys/key-usage";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listCalls } from "@/lib/integration-keys/calls/calls";

export const GET = accountHandler({
  params: KeyParams,
  query: CallListQuery,
  handler: ({ ctx, params, query }) => listCalls(ctx, { keyId: params.keyId, ...query }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
