/** Brings a person back in all accounts. */
import { PersonReasonBody, SupportPersonParams } from "@/lib/contracts/support/support-people";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { reactivatePerson } from "@/lib/members/everywhere/change-status";

export const POST = staffHandler({
  params: SupportPersonParams,
  body: PersonReasonBody,
  handler: async ({ ctx, params, body }) => ({ person: await reactivatePerson(ctx, { ...params, ...body }) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
