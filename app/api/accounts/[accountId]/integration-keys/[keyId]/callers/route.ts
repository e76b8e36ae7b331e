/** Who called with a key in the last 24 hours, or since it was replaced. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { CallersQuery } from "@/lib/contracts/keys/key-usage";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listCallers, listCallersSinceReplacement } from "@/lib/integration-keys/calls/callers";

export const GET = accountHandler({
  params: KeyParams,
  query: CallersQuery,
  handler: ({ ctx, params, query }) =>
    query.since === "replacement"
      ? listCallersSinceReplacement(ctx, params.keyId)
      : listCallers(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
