/** The proof that an answer to a consent page comes from that page, as this session was shown it. */
import { createHmac, timingSafeEqual } from "node:crypto";

type Shown = {
  /** The session's public id. */
  readonly sessionId: string;
  /** The query of the request that was shown. */
  readonly search: string;
};

/** The ticket of a page. @param secret the one that all console processes share */
export function writeConsentTicket(secret: string, shown: Shown): string {
  return macOf(secret, shown).toString("base64url");
}

/** True of the ticket of this page alone: another session has another one, and so has another request. */
export function isConsentTicket(secret: string, shown: Shown, ticket: string): boolean {
  const given = Buffer.from(ticket, "base64url");
  const expected = macOf(secret, shown);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function macOf(secret: string, { sessionId, search }: Shown): Buffer {
  return createHmac("sha256", secret).update(`countersign consent ${sessionId} ${search}`).digest();
}
