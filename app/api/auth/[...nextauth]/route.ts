/** next-auth's own addresses: the round trip to an OpenID Connect issuer, and sign-in from programs that know them. */
import { nextAuth } from "@/lib/auth/config";
import { rememberDevice } from "@/lib/auth/remember-device";
import { atPublicAddress } from "@/lib/auth/public-address";
import { tellingTooBusy } from "@/lib/auth/too-busy";
import { notFound } from "@/lib/domain/errors";
import { readBytes } from "@/lib/http/body";
import { publicHandler } from "@/lib/http/handler";

/** What is left out would start or end sessions past our own handlers, which keep the record. */
const OPEN_ADDRESSES = /^\/api\/auth\/(csrf|providers|session|signin\/oidc|callback\/(oidc|credentials))$/;

function assertOpen(request: Request): void {
  if (!OPEN_ADDRESSES.test(new URL(request.url).pathname)) throw notFound();
}

export const GET = publicHandler({
  handler: async ({ request }) => {
    assertOpen(request);
    return rememberDevice(request, await nextAuth().handlers.GET(atPublicAddress(request)));
  },
});

export const POST = publicHandler({
  handler: async ({ request }) => {
    assertOpen(request);
    // next-auth would read a body of any length, from anybody.
    const { url, method, headers } = request;
    const bounded = new Request(url, { method, headers, body: await readBytes(request) });
    const answer = await tellingTooBusy(() => nextAuth().handlers.POST(atPublicAddress(bounded)));
    return rememberDevice(request, answer);
  },
});
