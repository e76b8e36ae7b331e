/** The cookie by which a browser is known that has signed somebody in (lib/platform/secrets/device-token.ts). */
import {
  deviceCookieName,
  deviceIn,
  signedInAt,
  writeDevice,
  type Device,
} from "../platform/secrets/device-token";
import { readWebSettings } from "../platform/settings/env";
import type { KnownDevice } from "../sessions/sign-in";
import { sessionCookie } from "./cookie-name";

/** As long as browsers keep a cookie at most. */
const COOKIE_SECONDS = 400 * 86_400;

/** The browser of a request, if it has signed in the person with this email before; whether it still counts is not known here. */
export function knownDevice(requestHeaders: Headers, email: string): KnownDevice | null {
  const device = deviceOf(requestHeaders);
  const at = device && signedInAt(readWebSettings().AUTH_SECRET, device, email);
  return at ? { id: device.id, at } : null;
}

/** The `Set-Cookie` header after a person has signed in, or chosen another password, in this browser. */
export function writeDeviceCookie(requestHeaders: Headers, email: string): string {
  const { isSecure } = sessionCookie();
  const token = writeDevice(readWebSettings().AUTH_SECRET, deviceOf(requestHeaders), email, new Date());
  return `${deviceCookieName(isSecure)}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}

function deviceOf(requestHeaders: Headers): Device | null {
  const { isSecure } = sessionCookie();
  return deviceIn(readWebSettings().AUTH_SECRET, requestHeaders.get("cookie") ?? "", isSecure);
}
