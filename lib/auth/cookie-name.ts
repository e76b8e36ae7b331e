import { readWebSettings } from "../platform/settings/env";

/** The cookie's name: with the prefix that pins it to this host where the site is served over TLS. */
export function sessionCookie(): { name: string; isSecure: boolean } {
  const isSecure = readWebSettings().APP_URL.startsWith("https:");
  return { name: isSecure ? "__Host-countersign.session" : "countersign.session", isSecure };
}
