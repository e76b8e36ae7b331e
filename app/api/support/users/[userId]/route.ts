/** A person in all accounts, with what stops without the person. */
import { SupportPersonParams } from "@/lib/contracts/support/support-people";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { getPersonAsSupport } from "@/lib/members/everywhere/look";

export const GET = staffHandler({
  params: SupportPersonParams,
  handler: async ({ ctx, params }) => ({ person: await getPersonAsSupport(ctx, params.userId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
