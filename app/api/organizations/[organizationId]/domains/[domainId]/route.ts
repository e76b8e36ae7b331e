/** Gives up a claim. */
import { ClaimedDomainParams } from "@/lib/contracts/accounts/organizations";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { removeDomain } from "@/lib/organizations/remove-domain";

export const DELETE = sessionHandler({
  params: ClaimedDomainParams,
  handler: async ({ ctx, params }) => ({ organization: await removeDomain(ctx, params) }),
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
