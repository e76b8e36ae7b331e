import { writeConsentTicket } from "../platform/secrets/consent-ticket";
import { readWebSettings } from "../platform/settings/env";

/** The ticket of a consent page. @param search the query of the request that it shows */
export function consentTicket(sessionId: string, search: string): string {
  return writeConsentTicket(readWebSettings().AUTH_SECRET, { sessionId, search });
}
