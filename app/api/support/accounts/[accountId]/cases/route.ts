/** The cases that are about an account. */
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { AccountCaseListQuery } from "@/lib/contracts/support/support-desk";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listAccountCases } from "@/lib/support/list-account-cases";

export const GET = staffHandler({
  params: SupportAccountParams,
  query: AccountCaseListQuery,
  handler: ({ ctx, params, query }) => listAccountCases(ctx, params.accountId, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
