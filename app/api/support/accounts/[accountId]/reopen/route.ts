/** Opens a closed account again, by support. */
import { AccountStatusBody } from "@/lib/contracts/accounts/account-lifecycle";
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { reopenAccountAsSupport } from "@/lib/support/close-account";

export const POST = staffHandler({
  params: SupportAccountParams,
  body: AccountStatusBody,
  handler: async ({ ctx, params, body }) => ({
    account: await reopenAccountAsSupport(ctx, { ...params, ...body }),
  }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
