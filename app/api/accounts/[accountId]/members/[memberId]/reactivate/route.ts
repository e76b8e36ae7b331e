/** Brings a deactivated member back. */
import { MemberParams } from "@/lib/contracts/members";
import { accountRoute } from "@/lib/http/route";
import { reactivateMember } from "@/lib/members/reactivate";

export const POST = accountRoute({
  params: MemberParams,
  handler: async ({ ctx, params }) => ({ member: await reactivateMember(ctx, params.memberId) }),
});
