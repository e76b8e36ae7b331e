/** Begins a sign-in at the OpenID Connect issuer: answers its page, and sets the cookies of the round trip. */
import { startOidcSignIn } from "@/lib/auth/oidc";
import { OidcSignInBody } from "@/lib/contracts/sessions";
import { publicRoute } from "@/lib/http/route";

export const POST = publicRoute({
  body: OidcSignInBody,
  handler: async ({ body }) => ({ url: await startOidcSignIn(body.next) }),
});
