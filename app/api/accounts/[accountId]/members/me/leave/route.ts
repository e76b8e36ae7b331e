/** Ends the own part in an account. */
import { LeaveAccountBody } from "@/lib/contracts/people/members";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { leaveAccount } from "@/lib/members/leave";

export const POST = accountHandler({
  body: LeaveAccountBody,
  status: 204,
  handler: ({ ctx, body }) => leaveAccount(ctx, body),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
