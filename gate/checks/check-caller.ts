import { readLegacyHeader, type LegacyCredential } from "../../lib/domain/legacy-authentication/credential";
import { legacyHeaders } from "../../lib/domain/legacy-authentication/policy";
import type { Check, CheckAnswer } from "../../lib/verification/verify";
import type { GateRequest, GateService } from "../http/answer";
import { GateRefusal } from "../http/problem";
import { checkRequest, noteRefusal } from "./check-request";
import { readCredential } from "./credential";

const LEGACY_HEADER = "x-docusign-authentication";

/**
 * Checks a request by the credential in its headers: a key or token, or legacy authentication (PRODUCT 11).
 * @throws GateRefusal invalid_request for both, since whoever is behind the gateway may take the other
 */
export function checkCaller(
  request: GateRequest,
  service: GateService,
  check: Omit<Check, "secret" | "apiUrl">,
): Promise<CheckAnswer> {
  const secret = readCredential(request.headers);
  // As it was written: UTF-8 where its bytes are that.
  const header = request.headers[LEGACY_HEADER] === undefined ? "" : (request.text(LEGACY_HEADER) ?? "");
  if (header === "") return checkRequest(request, service, { ...check, secret });
  if (secret !== null) {
    throw new GateRefusal({
      code: "invalid_request",
      detail: "The request has a key or token and X-DocuSign-Authentication. Send one: the key or token.",
    });
  }
  return checkLegacy(request, service, check, readLegacyHeader(header));
}

/** The same for a credential that was read from elsewhere. @throws GateRefusal invalid_request for SendOnBehalfOf */
export async function checkLegacy(
  request: GateRequest,
  service: GateService,
  check: Omit<Check, "secret" | "apiUrl">,
  read: ReturnType<typeof readLegacyHeader>,
): Promise<CheckAnswer> {
  const answer = await service.verification.verifyLegacy({
    ...check,
    apiUrl: service.apiUrl,
    credential: credentialOf(read),
  });
  if (!answer.isAllowed) noteRefusal(answer, request, service, check);
  return answer;
}

function credentialOf(read: ReturnType<typeof readLegacyHeader>): LegacyCredential | "malformed" {
  if (!("fault" in read)) return read;
  if (read.fault === "malformed") return "malformed";
  throw new GateRefusal({
    code: "invalid_request",
    detail:
      "SendOnBehalfOf is not supported: a person acts as that person alone. Let the other person consent to an app instead.",
  });
}

const NONE: Readonly<Record<string, string>> = {};

/** `Deprecation` and `Sunset` of an answer to legacy authentication; nothing for any other. */
export function deprecationHeaders({ legacy }: CheckAnswer): Readonly<Record<string, string>> {
  return legacy === undefined ? NONE : legacyHeaders(legacy.endsAt);
}

/** What a person reads whom legacy authentication did not let in: the same whichever of its parts was wrong. */
export const LEGACY_REFUSED_TEXT =
  "Legacy authentication was refused: the user name, the password or the integrator key is wrong, or the account does not allow it (any more). Use an integration key or OAuth.";
