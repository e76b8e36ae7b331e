/** Invites the first admin of an account that nobody has joined yet. */
import { InviteFirstAdminBody } from "@/lib/contracts/accounts/account-lifecycle";
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { inviteFirstAdmin } from "@/lib/members/invitations/invite-first-admin";

export const POST = staffHandler({
  params: SupportAccountParams,
  body: InviteFirstAdminBody,
  status: 201,
  handler: async ({ ctx, params, body }) => ({
    invitation: await inviteFirstAdmin(ctx, { ...params, ...body }),
  }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
