/** What another profile takes from this member's keys. */
import { MemberParams, ProfilePreviewQuery } from "@/lib/contracts/members";
import { accountRoute } from "@/lib/http/route";
import { previewProfile } from "@/lib/members/preview";

export const GET = accountRoute({
  params: MemberParams,
  query: ProfilePreviewQuery,
  handler: ({ ctx, params, query }) => previewProfile(ctx, { ...query, memberId: params.memberId }),
});
