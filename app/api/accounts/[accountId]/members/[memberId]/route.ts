/** A member's profile, or whether it is shared. */
import { MemberParams, UpdateMemberBody } from "@/lib/contracts/people/members";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { updateMember } from "@/lib/members/update";

export const PATCH = accountHandler({
  params: MemberParams,
  body: UpdateMemberBody,
  handler: async ({ ctx, params, body }) => ({
    member: await updateMember(ctx, { ...body, memberId: params.memberId }),
  }),
});

export const { GET, POST, PUT, DELETE } = otherMethods("PATCH");
