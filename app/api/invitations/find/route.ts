/** What an invitation is about, for whoever has its link. The token comes in the body, which no log keeps. */
import { currentSession } from "@/lib/auth/session";
import { FindInvitationBody } from "@/lib/contracts/people/invitations";
import { publicHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { findInvitationOf } from "@/lib/members/invitations/find";

export const POST = publicHandler({
  body: FindInvitationBody,
  handler: async ({ ctx, body, request }) => {
    const session = await currentSession(request.headers, ctx.request);
    return { invitation: await findInvitationOf(body.token, session?.user ?? null) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
