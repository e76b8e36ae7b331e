/** Which keys stop when this member is deactivated. */
import { MemberParams } from "@/lib/contracts/people/members";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { previewDeactivation } from "@/lib/members/preview";

export const GET = accountHandler({
  params: MemberParams,
  handler: ({ ctx, params }) => previewDeactivation(ctx, params.memberId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
