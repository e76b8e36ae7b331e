/** What another profile takes from this member's keys. */
import { MemberParams, ProfilePreviewQuery } from "@/lib/contracts/people/members";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { previewProfile } from "@/lib/members/preview";

export const GET = accountHandler({
  params: MemberParams,
  query: ProfilePreviewQuery,
  handler: ({ ctx, params, query }) => previewProfile(ctx, { ...query, memberId: params.memberId }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
