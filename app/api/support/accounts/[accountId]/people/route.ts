/** Who is in an account, and the organization that it belongs to, for support. */
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { getAccountPeople } from "@/lib/organizations/account-people";

export const GET = staffHandler({
  params: SupportAccountParams,
  handler: async ({ ctx, params }) => ({ people: await getAccountPeople(ctx, params.accountId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
