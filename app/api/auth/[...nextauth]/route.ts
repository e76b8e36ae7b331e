/** next-auth's own addresses: the round trip to an OpenID Connect issuer, and sign-in from programs that know them. */
import { nextAuth } from "@/lib/auth/config";
import { atPublicAddress } from "@/lib/auth/public-address";
import { notFound } from "@/lib/domain/errors";
import { readBytes } from "@/lib/http/body";
import { publicRoute } from "@/lib/http/route";

/** What is left out would start or end sessions past our own routes, which keep the record. */
const OPEN_ADDRESSES = /^\/api\/auth\/(csrf|providers|session|signin\/oidc|callback\/(oidc|credentials))$/;

function assertOpen(request: Request): void {
  if (!OPEN_ADDRESSES.test(new URL(request.url).pathname)) throw notFound();
}

export const GET = publicRoute({
  handler: ({ request }) => {
    assertOpen(request);
    return nextAuth().handlers.GET(atPublicAddress(request));
  },
});

export const POST = publicRoute({
  handler: async ({ request }) => {
    assertOpen(request);
    // next-auth would read a body of any length, from anybody.
    const { url, method, headers } = request;
    const bounded = new Request(url, { method, headers, body: await readBytes(request) });
    return nextAuth().handlers.POST(atPublicAddress(bounded));
  },
});
