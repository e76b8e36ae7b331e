/** Deactivates a person in all accounts. */
import { DeactivatePersonBody, SupportPersonParams } from "@/lib/contracts/support/support-people";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { deactivatePerson } from "@/lib/members/everywhere/change-status";

export const POST = staffHandler({
  params: SupportPersonParams,
  body: DeactivatePersonBody,
  handler: async ({ ctx, params, body }) => ({ person: await deactivatePerson(ctx, { ...params, ...body }) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
