/** One account's facts, its plan and its feature switch. */
import { ChangeAccountBody, SupportAccountParams } from "@/lib/contracts/support";
import { staffRoute } from "@/lib/http/route";
import { changeAccount, getSupportAccount } from "@/lib/support/account";

export const GET = staffRoute({
  params: SupportAccountParams,
  handler: async ({ ctx, params }) => ({ account: await getSupportAccount(ctx, params.accountId) }),
});

export const PATCH = staffRoute({
  params: SupportAccountParams,
  body: ChangeAccountBody,
  handler: async ({ ctx, params, body }) => ({
    account: await changeAccount(ctx, { ...body, accountId: params.accountId }),
  }),
});
