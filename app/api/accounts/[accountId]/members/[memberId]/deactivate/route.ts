/** Ends a person's part in the account, and the keys that act as this member. */
import { DeactivateMemberBody, MemberParams } from "@/lib/contracts/people/members";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { deactivateMember } from "@/lib/members/deactivate";

export const POST = accountHandler({
  params: MemberParams,
  body: DeactivateMemberBody,
  handler: async ({ ctx, params, body }) => ({
    member: await deactivateMember(ctx, { ...body, memberId: params.memberId }),
  }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
