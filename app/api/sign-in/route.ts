/** Sign-in by email and password; the cookie comes with the answer. */
import { signInHere } from "@/lib/auth/session";
import { SignInBody } from "@/lib/contracts/sessions";
import { publicRoute } from "@/lib/http/route";

export const POST = publicRoute({
  body: SignInBody,
  status: 204,
  handler: async ({ ctx, body, request, setCookie }) =>
    setCookie(await signInHere(body, request.headers, ctx.request)),
});
