/** Takes back what an organization lets an app do. */
import { AuthorizedAppParams, RevokeAuthorizedAppBody } from "@/lib/contracts/accounts/authorized-apps";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { revokeAuthorizedApp } from "@/lib/oauth/organization-consents/revoke";

export const POST = sessionHandler({
  params: AuthorizedAppParams,
  body: RevokeAuthorizedAppBody,
  status: 204,
  handler: ({ ctx, params, body }) => revokeAuthorizedApp(ctx, { ...params, ...body }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
