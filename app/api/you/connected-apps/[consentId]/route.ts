/** Takes back what this person lets an app do. */
import { ConsentParams } from "@/lib/contracts/people/connected-apps";
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { revokeConsent } from "@/lib/oauth/consents/revoke";

export const DELETE = sessionHandler({
  params: ConsentParams,
  status: 204,
  handler: ({ ctx, params }) => revokeConsent(ctx, params.consentId),
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
