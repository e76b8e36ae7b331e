/** The apps with a GUID, before an organization lets one of them act. */
import { AuthorizableAppQuery } from "@/lib/contracts/accounts/authorized-apps";
import { OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { findAuthorizableApps } from "@/lib/oauth/organization-consents/authorize-app";

export const GET = sessionHandler({
  params: OrganizationParams,
  query: AuthorizableAppQuery,
  handler: ({ ctx, params, query }) => findAuthorizableApps(ctx, { ...params, ...query }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
