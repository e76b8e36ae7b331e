/** Begins a sign-in at the OpenID Connect issuer: answers its page, and sets the cookies of the round trip. */
import { startOidcSignIn } from "@/lib/auth/oidc";
import { OidcSignInBody } from "@/lib/contracts/people/sessions";
import { otherMethods } from "@/lib/http/other-methods";
import { publicHandler } from "@/lib/http/handler";

export const POST = publicHandler({
  body: OidcSignInBody,
  handler: async ({ body }) => ({ url: await startOidcSignIn(body.next) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
