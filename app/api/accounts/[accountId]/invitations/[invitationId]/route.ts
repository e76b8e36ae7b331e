/** An open invitation: withdraws it. */
import { InvitationParams } from "@/lib/contracts/people/invitations";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { withdrawInvitation } from "@/lib/members/invitations/withdraw";

export const DELETE = accountHandler({
  params: InvitationParams,
  status: 204,
  handler: ({ ctx, params }) => withdrawInvitation(ctx, params.invitationId),
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
