/** An account's keys, for support: no secret, and nothing to change. */
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { SupportKeyListQuery } from "@/lib/contracts/support/support-desk";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listKeysAsSupport } from "@/lib/support/list-keys";

export const GET = staffHandler({
  params: SupportAccountParams,
  query: SupportKeyListQuery,
  handler: ({ ctx, params, query }) => listKeysAsSupport(ctx, params.accountId, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
