/** An organization, for its admins. */
import { OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { getOrganization } from "@/lib/organizations/get";

export const GET = sessionHandler({
  params: OrganizationParams,
  handler: async ({ ctx, params }) => ({ organization: await getOrganization(ctx, params.organizationId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
