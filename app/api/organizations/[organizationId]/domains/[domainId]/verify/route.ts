/** Looks a claim's record up in DNS. */
import { ClaimedDomainParams } from "@/lib/contracts/accounts/organizations";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { verifyDomain } from "@/lib/organizations/verify-domain";

export const POST = sessionHandler({
  params: ClaimedDomainParams,
  handler: async ({ ctx, params }) => ({ organization: await verifyDomain(ctx, params) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
