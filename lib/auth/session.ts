import { headers } from "next/headers";
import { cache } from "react";

import { BACKGROUND_HEADER } from "../domain/people/background";
import type { RequestInfo, SessionContext } from "../kernel/context";
import { findSession, type FoundSession } from "../sessions/find";
import { revokeSession } from "../sessions/revoke";
import { rotateSession } from "../sessions/rotate";
import { signInWithPassword, type PasswordSignIn } from "../sessions/sign-in";
import { knownDevice, writeDeviceCookie } from "./device-cookie";
import { requestInfoOf } from "./request";
import { clearSessionCookie, readSessionToken, writeSessionCookie } from "./session-cookie";

export type CurrentSession = SessionContext & Pick<FoundSession, "mustRotate" | "mustChangePassword">;

/** Who sent a request with these headers, checked against the session's row; null for nobody. */
export async function currentSession(
  requestHeaders: Headers,
  request: RequestInfo,
): Promise<CurrentSession | null> {
  const token = await readSessionToken(requestHeaders);
  const isInUse = !requestHeaders.has(BACKGROUND_HEADER);
  const found = token === null ? null : await findSession(token, isInUse);
  return found === null ? null : { ...found, request };
}

/** Who asks for this page, looked up once per request however many components ask; null for nobody. */
export const pageSession = cache(async (): Promise<CurrentSession | null> => {
  const requestHeaders = new Headers(await headers());
  return currentSession(requestHeaders, requestInfoOf(requestHeaders));
});

/**
 * Gives the session a new id after a change of profile. Only where cookies can be set: in route handlers.
 * @returns the cookie to set, or null where nothing changed
 */
export async function rotateSessionIfAsked(
  requestHeaders: Headers,
  session: CurrentSession,
): Promise<string | null> {
  const token = session.mustRotate ? await readSessionToken(requestHeaders) : null;
  const next = token === null ? null : await rotateSession(token);
  return next === null ? null : writeSessionCookie(next);
}

/**
 * Begins a session in this browser, by whatever way to sign in. The one that it had before, of whomever, ends with it.
 * @param start begins the session and gives its token
 */
export async function replaceSession(
  start: () => Promise<string>,
  requestHeaders: Headers,
  request: RequestInfo,
): Promise<string> {
  const token = await start();
  const before = await currentSession(requestHeaders, request);
  if (before) await revokeSession(before, before.sessionId);
  return token;
}

/**
 * Signs in by email and password.
 * @returns the cookies to set: the session's, and the one by which this browser is known from now on
 * @throws DomainError invalid_credentials | too_many_attempts | too_busy | password_sign_in_closed
 */
export async function signInHere(
  input: PasswordSignIn,
  requestHeaders: Headers,
  request: RequestInfo,
): Promise<string[]> {
  const device = knownDevice(requestHeaders, input.email);
  const signIn = () => signInWithPassword(input, request, device);
  const token = await replaceSession(signIn, requestHeaders, request);
  return [await writeSessionCookie(token), writeDeviceCookie(requestHeaders, input.email)];
}

/**
 * Ends this session in the database, so that a copy of the cookie is dead too.
 * @returns the cookie that takes this browser's away
 */
export async function signOutHere(session: SessionContext): Promise<string> {
  await revokeSession(session, session.sessionId);
  return clearSessionCookie();
}
