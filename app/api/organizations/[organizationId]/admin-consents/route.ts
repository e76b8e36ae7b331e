/** The apps that an organization lets act for its people, and one more of them. */
import { AuthorizeAppBody } from "@/lib/contracts/accounts/authorized-apps";
import { OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { authorizeApp } from "@/lib/oauth/organization-consents/authorize-app";
import { listAuthorizedApps } from "@/lib/oauth/organization-consents/list";

export const GET = sessionHandler({
  params: OrganizationParams,
  handler: ({ ctx, params }) => listAuthorizedApps(ctx, params.organizationId),
});

export const POST = sessionHandler({
  params: OrganizationParams,
  body: AuthorizeAppBody,
  status: 201,
  handler: async ({ ctx, params, body }) => ({
    adminConsent: await authorizeApp(ctx, { ...params, ...body }),
  }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
