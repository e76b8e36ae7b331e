/** Open invitations of an account, and new ones. */
import { InviteBody } from "@/lib/contracts/people/invitations";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { invite } from "@/lib/members/invitations/invite";
import { listInvitations } from "@/lib/members/invitations/list";

export const GET = accountHandler({ handler: ({ ctx }) => listInvitations(ctx) });

export const POST = accountHandler({
  body: InviteBody,
  status: 201,
  handler: async ({ ctx, body }) => ({ invitation: await invite(ctx, body) }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
