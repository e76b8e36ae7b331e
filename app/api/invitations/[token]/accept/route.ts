/** Accepts an invitation by its address, for programs. Pages send the token in a body, which no proxy's log keeps. */
import { currentSession } from "@/lib/auth/session";
import { AcceptBody, InvitationTokenParams } from "@/lib/contracts/people/invitations";
import { publicHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { acceptInvitation } from "@/lib/members/invitations/accept";

export const POST = publicHandler({
  params: InvitationTokenParams,
  body: AcceptBody,
  handler: async ({ ctx, params, body, request }) => {
    const session = await currentSession(request.headers, ctx.request);
    return { accepted: await acceptInvitation(params.token, body, ctx.request, session?.user ?? null) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
