/** Accepts an invitation, as its page does: the token comes in the body, which no log keeps. */
import { currentSession } from "@/lib/auth/session";
import { AcceptLinkBody } from "@/lib/contracts/people/invitations";
import { publicHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { acceptInvitation } from "@/lib/members/invitations/accept";

export const POST = publicHandler({
  body: AcceptLinkBody,
  handler: async ({ ctx, body: { token, ...input }, request }) => {
    const session = await currentSession(request.headers, ctx.request);
    return { accepted: await acceptInvitation(token, input, ctx.request, session?.user ?? null) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
