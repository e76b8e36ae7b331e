/** An account's request to have integration keys enabled. */
import { getAccessRequest, requestAccess } from "@/lib/accounts/access-request";
import { RequestAccessBody } from "@/lib/contracts/support";
import { accountRoute } from "@/lib/http/route";

export const GET = accountRoute({ handler: ({ ctx }) => getAccessRequest(ctx) });

export const POST = accountRoute({
  body: RequestAccessBody,
  status: 201,
  handler: ({ ctx, body }) => requestAccess(ctx, body),
});
