/** Ends the session of this browser for an app, and goes back to one of the app's own addresses. */
import { requestInfoOf } from "@/lib/auth/request";
import { currentSession, signOutHere } from "@/lib/auth/session";
import { publicHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { openRequest } from "@/lib/oauth/authorization/open";

/** Nobody is sent to an address that is not the app's; without one, to the page to sign in on. */
export const GET = publicHandler({
  handler: async ({ request, setCookie }) => {
    const opened = await openRequest(new URL(request.url).searchParams);
    const session = await currentSession(request.headers, requestInfoOf(request.headers));
    if (session) setCookie(await signOutHere(session));
    const to = typeof opened === "string" ? "/sign-in?reason=signed-out" : opened.redirectUri;
    return new Response(null, { status: 303, headers: { Location: to, "Referrer-Policy": "no-referrer" } });
  },
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
