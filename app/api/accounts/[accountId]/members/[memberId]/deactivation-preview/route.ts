/** Which keys stop when this member is deactivated. */
import { MemberParams } from "@/lib/contracts/members";
import { accountRoute } from "@/lib/http/route";
import { previewDeactivation } from "@/lib/members/preview";

export const GET = accountRoute({
  params: MemberParams,
  handler: ({ ctx, params }) => previewDeactivation(ctx, params.memberId),
});
