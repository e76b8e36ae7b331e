/** One account's facts, its plan and its feature switch. */
import { ChangeAccountBody, SupportAccountParams } from "@/lib/contracts/support/support";
import { otherMethods } from "@/lib/http/other-methods";
import { staffHandler } from "@/lib/http/handler";
import { changeAccount, getSupportAccount } from "@/lib/support/account";

export const GET = staffHandler({
  params: SupportAccountParams,
  handler: async ({ ctx, params }) => ({ account: await getSupportAccount(ctx, params.accountId) }),
});

export const PATCH = staffHandler({
  params: SupportAccountParams,
  body: ChangeAccountBody,
  handler: async ({ ctx, params, body }) => ({
    account: await changeAccount(ctx, { ...body, accountId: params.accountId }),
  }),
});

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
