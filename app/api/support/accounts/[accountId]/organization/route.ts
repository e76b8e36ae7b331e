/** Puts an account into an organization, by support, or takes it out of one. */
import { SetOrganizationBody } from "@/lib/contracts/accounts/account-lifecycle";
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { placeAccount } from "@/lib/organizations/place-account";

export const POST = staffHandler({
  params: SupportAccountParams,
  body: SetOrganizationBody,
  handler: async ({ ctx, params, body }) => ({ people: await placeAccount(ctx, { ...params, ...body }) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
