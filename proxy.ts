/**
 * Runs before every page: sends visitors without a session cookie to the sign-in page, and sets what browsers are
 * told about the page. It is no gate: pages and routes look the session up themselves.
 */
import { NextResponse, type NextRequest } from "next/server";

import { sessionCookie } from "@/lib/auth/cookie-name";
import { NONCE_HEADER, PATH_HEADER } from "@/lib/auth/request";
import { pageHeaders } from "@/lib/http/security-headers";
import { safeNextPath } from "@/lib/addresses/next-path";
import {
  authorizationPage,
  forgottenPasswordPage,
  invitationPage,
  newPasswordLinkPage,
  outboxPage,
  signInPage,
} from "@/lib/addresses/pages";

/** Pages for people who are not signed in, or need not be. */
const OPEN_PAGES: readonly string[] = [
  signInPage(),
  forgottenPasswordPage(),
  newPasswordLinkPage(),
  invitationPage(),
  outboxPage(),
  // It signs in by itself, after it has looked at what the app asks.
  authorizationPage(),
];

/** Addresses of help stand in answers to programs, whose developers need not be signed in. */
const OPEN_FOLDER = "/help/";

export function proxy(request: NextRequest): NextResponse {
  const cookie = sessionCookie();
  const { pathname, search } = request.nextUrl;
  const isOpen = OPEN_PAGES.includes(pathname) || pathname.startsWith(OPEN_FOLDER);
  if (!isOpen && !request.cookies.has(cookie.name)) {
    const target = request.nextUrl.clone();
    const next = safeNextPath(`${pathname}${search}`);
    const [path, query = ""] = signInPage(next === null || next === "/" ? {} : { next }).split("?");
    target.pathname = path ?? "/";
    target.search = query;
    return NextResponse.redirect(target);
  }

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const added = pageHeaders({
    nonce,
    isSecure: cookie.isSecure,
    isDevelopment: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  headers.set(NONCE_HEADER, nonce);
  // Next takes the nonce of its own scripts from here.
  headers.set("Content-Security-Policy", added["Content-Security-Policy"] ?? "");
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(added)) response.headers.set(name, value);
  return response;
}

export const config = {
  // Pages only: not the BFF, not what apps call, not the files of the framework and of public/.
  matcher: [
    "/((?!api/|oauth/(?!auth$)|\\.well-known/|_next/|favicon\\.ico$|icon[^/]*$|apple-icon\\.png$|mark\\.svg$|manifest\\.webmanifest$).*)",
  ],
};
