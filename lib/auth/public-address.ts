import type { NextRequest } from "next/server";

import { readWebSettings } from "../platform/settings/env";
import { dropUnreadableWayBack } from "./way-back";

/**
 * The request as it was sent to the address that browsers use, and as next-auth can read it. Next names the address
 * that the server listens on instead, and NextRequest renames 127.0.0.1 to localhost; an issuer takes neither for the
 * address it knows. The cast holds since next-auth reads only what every Request has.
 */
export function atPublicAddress(request: Request): NextRequest {
  const readable = dropUnreadableWayBack(request);
  const { pathname, search } = new URL(readable.url);
  return new Request(new URL(`${pathname}${search}`, readWebSettings().APP_URL), readable) as NextRequest;
}
