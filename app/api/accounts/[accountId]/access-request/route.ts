/** An account's request to have integration keys enabled. */
import { getAccessRequest, requestAccess } from "@/lib/accounts/access-request";
import { RequestAccessBody } from "@/lib/contracts/support/support";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";

export const GET = accountHandler({ handler: ({ ctx }) => getAccessRequest(ctx) });

export const POST = accountHandler({
  body: RequestAccessBody,
  status: 201,
  handler: ({ ctx, body }) => requestAccess(ctx, body),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
