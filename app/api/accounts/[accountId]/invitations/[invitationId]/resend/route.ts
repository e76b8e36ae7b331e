/** Sends an open invitation again, with another link. */
import { InvitationParams } from "@/lib/contracts/people/invitations";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { resendInvitation } from "@/lib/members/invitations/resend";

export const POST = accountHandler({
  params: InvitationParams,
  handler: async ({ ctx, params }) => ({ invitation: await resendInvitation(ctx, params.invitationId) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
