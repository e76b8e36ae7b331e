/** The session's cookie: next-auth's encrypted token, which holds the random id of a row in `sessions` and no more. */
import { encode, getToken } from "next-auth/jwt";

import { readWebSettings } from "../platform/settings/env";
import { sessionCookie } from "./cookie-name";

/** Life of the cookie; the session's row ends earlier (idle 30 minutes, 12 hours at most). */
export const COOKIE_SECONDS = 12 * 3_600;

/** The session token in the cookie of a request, or null. */
export async function readSessionToken(requestHeaders: Headers): Promise<string | null> {
  const { name, isSecure } = sessionCookie();
  // The cookie alone: next-auth would take the token from an Authorization header as well.
  const headers = { cookie: requestHeaders.get("cookie") ?? "" };
  const token = await getToken({
    req: { headers },
    secret: readWebSettings().AUTH_SECRET,
    cookieName: name,
    salt: name,
    secureCookie: isSecure,
  });
  const sid = token?.["sid"];
  return typeof sid === "string" ? sid : null;
}

/** The `Set-Cookie` header that gives a browser this session. */
export async function writeSessionCookie(sessionToken: string): Promise<string> {
  const { name } = sessionCookie();
  const value = await encode({
    token: { sid: sessionToken },
    secret: readWebSettings().AUTH_SECRET,
    salt: name,
    maxAge: COOKIE_SECONDS,
  });
  return setCookie(value, COOKIE_SECONDS);
}

/** The `Set-Cookie` header that takes the cookie away. */
export function clearSessionCookie(): string {
  return setCookie("", 0);
}

function setCookie(value: string, maxAgeSeconds: number): string {
  const { name, isSecure } = sessionCookie();
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}
