/** A member's profile, or whether it is shared. */
import { MemberParams, UpdateMemberBody } from "@/lib/contracts/members";
import { accountRoute } from "@/lib/http/route";
import { updateMember } from "@/lib/members/update";

export const PATCH = accountRoute({
  params: MemberParams,
  body: UpdateMemberBody,
  handler: async ({ ctx, params, body }) => ({
    member: await updateMember(ctx, { ...body, memberId: params.memberId }),
  }),
});
