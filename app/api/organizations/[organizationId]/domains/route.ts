/** Claims a domain for an organization. */
import { ClaimDomainBody, OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { claimDomain } from "@/lib/organizations/claim-domain";

export const POST = sessionHandler({
  params: OrganizationParams,
  body: ClaimDomainBody,
  handler: async ({ ctx, params, body }) => ({
    organization: await claimDomain(ctx, { ...params, ...body }),
  }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
