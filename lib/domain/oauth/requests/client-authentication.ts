/** How a client says who it is at the token endpoint (RFC 6749 section 2.3, RFC 9700; WIRE-FACTS 5). */
import { isAddressLike, readClientUri } from "../agents/client-uri";
import { readSecret } from "../../secrets/key-secret";
import type { Fields } from "./form";
import { OAuthError } from "../oauth-error";

export type ClientClaim = {
  /** The GUID of the app, in lower case; of an agent the address of its document. */
  readonly clientId: string;
  /** The client secret; null of an app that says only its name. */
  readonly secret: string | null;
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The refusal of a client: one text for whatever is wrong, since it may be anybody. */
export function invalidClient(): OAuthError {
  return new OAuthError("invalid_client", "The client is not known here, or did not prove who it is.");
}

/** True of a request that names its client by HTTP Basic, whose refusal is a 401. */
export function isBasic(authorization: string | null): boolean {
  return authorization !== null && /^basic /i.test(authorization);
}

/**
 * Who a request says that it comes from; null where it does not say. A Bearer header is no client (SDKs send one along).
 * @throws OAuthError invalid_client | invalid_request where it says so in two ways
 */
export function readClient(authorization: string | null, fields: Fields): ClientClaim | null {
  const { client_id: id, client_secret: secret } = fields;
  if (!isBasic(authorization)) {
    if (id === undefined && secret !== undefined) throw invalidClient();
    return id === undefined ? null : claim(id, secret ?? null);
  }
  if (secret !== undefined) {
    throw new OAuthError(
      "invalid_request",
      "The client names itself in two ways. Use HTTP Basic or the body.",
    );
  }
  const basic = readBasic(authorization ?? "");
  if (id !== undefined && claim(id, null).clientId !== basic.clientId) throw invalidClient();
  return basic;
}

const NAME_MAX_LENGTH = 100;

/**
 * The name by which a request says that it comes from a client, whether or not it does: of an assertion what it says before it
 * is verified. Empty where it says nothing that could be read.
 */
export function claimedName(authorization: string | null, fields: Fields): string {
  const said = fields["assertion"] === undefined ? fields["client_id"] : issuerOf(fields["assertion"]);
  return (said ?? basicName(authorization) ?? "").slice(0, NAME_MAX_LENGTH).toLowerCase();
}

function issuerOf(assertion: string): string | undefined {
  const [, payload = ""] = assertion.split(".");
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    const iss = typeof claims === "object" && claims !== null && "iss" in claims ? claims.iss : undefined;
    return typeof iss === "string" ? iss : undefined;
  } catch {
    return undefined;
  }
}

function basicName(authorization: string | null): string | undefined {
  const [, encoded = ""] = /^basic +(\S+)/i.exec(authorization ?? "") ?? [];
  try {
    return decodeURIComponent(atob(encoded).split(":")[0] ?? "");
  } catch {
    return undefined;
  }
}

/** `Basic base64(percent-encoded id:percent-encoded secret)` (RFC 6749 section 2.3.1). */
function readBasic(authorization: string): ClientClaim {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization) ?? [];
  const text = encoded === undefined ? "" : decodeBase64(encoded);
  const colon = text.indexOf(":");
  if (colon < 0) throw invalidClient();
  const secret = decodePercent(text.slice(colon + 1));
  return claim(decodePercent(text.slice(0, colon)), secret === "" ? null : secret);
}

function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    throw invalidClient();
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidClient();
  }
}

function claim(clientId: string, secret: string | null): ClientClaim {
  if (isAddressLike(clientId)) {
    // An agent can keep no secret: whoever comes with one is another.
    if (readClientUri(clientId) === null || secret !== null) throw invalidClient();
    return { clientId, secret };
  }
  const guid = clientId.toLowerCase();
  // A text that can't be a secret is not looked up.
  if (!GUID.test(guid) || (secret !== null && readSecret(secret)?.kind !== "iks")) throw invalidClient();
  return { clientId: guid, secret };
}
