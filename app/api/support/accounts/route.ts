/** Accounts by a part of their name, or by id; and another one, with its first admin invited. */
import { CreateAccountBody } from "@/lib/contracts/accounts/account-lifecycle";
import { SupportSearchQuery } from "@/lib/contracts/support/support";
import { otherMethods } from "@/lib/http/other-methods";
import { staffHandler } from "@/lib/http/handler";
import { createAccountAsSupport } from "@/lib/support/create-account";
import { findAccounts } from "@/lib/support/find-accounts";

export const GET = staffHandler({
  query: SupportSearchQuery,
  handler: ({ ctx, query }) => findAccounts(ctx, query),
});

export const POST = staffHandler({
  body: CreateAccountBody,
  status: 201,
  handler: async ({ ctx, body }) => ({ account: await createAccountAsSupport(ctx, body) }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
