import { writeConsentTicket } from "../platform/consent-ticket";
import { readWebSettings } from "../platform/env";

/** The ticket of a consent page. @param search the query of the request that it shows */
export function consentTicket(sessionId: string, search: string): string {
  return writeConsentTicket(readWebSettings().AUTH_SECRET, { sessionId, search });
}
