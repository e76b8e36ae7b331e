/** Sign-in by email and password; the cookies of session and browser come with the answer. */
import { signInHere } from "@/lib/auth/session";
import { SignInBody } from "@/lib/contracts/people/sessions";
import { otherMethods } from "@/lib/http/other-methods";
import { publicHandler } from "@/lib/http/handler";

export const POST = publicHandler({
  body: SignInBody,
  status: 204,
  handler: async ({ ctx, body, request, setCookie }) => {
    for (const cookie of await signInHere(body, request.headers, ctx.request)) setCookie(cookie);
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
