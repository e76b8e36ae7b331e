/** Ends a person's part in the account, and the keys that act as this member. */
import { DeactivateMemberBody, MemberParams } from "@/lib/contracts/members";
import { accountRoute } from "@/lib/http/route";
import { deactivateMember } from "@/lib/members/deactivate";

export const POST = accountRoute({
  params: MemberParams,
  body: DeactivateMemberBody,
  handler: async ({ ctx, params, body }) => ({
    member: await deactivateMember(ctx, { ...body, memberId: params.memberId }),
  }),
});
