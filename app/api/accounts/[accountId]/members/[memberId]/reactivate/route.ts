/** Brings a deactivated member back. */
import { MemberParams } from "@/lib/contracts/people/members";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { reactivateMember } from "@/lib/members/reactivate";

export const POST = accountHandler({
  params: MemberParams,
  handler: async ({ ctx, params }) => ({ member: await reactivateMember(ctx, params.memberId) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
