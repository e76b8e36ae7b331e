/** The request that a browser brings to `/oauth/auth` (RFC 6749 section 4.1.1, RFC 7636, RFC 8707; WIRE-FACTS 5). */
import type { Scope } from "../../keys/scopes";
import { grantableNames, isIdentityName, readAskedScopes, type GrantName } from "../asked-scopes";
import { readFields, readResource, type Fields } from "./form";
import { OAuthError } from "../oauth-error";
import { readChallenge } from "./pkce";

/** What of an app decides what it may ask for. */
export type AskingApp = {
  readonly scopes: readonly Scope[];
  readonly isPublic: boolean;
  readonly isImplicitAllowed: boolean;
};

const PROMPTS = ["none", "login", "consent", "select_account"] as const;
type Prompt = (typeof PROMPTS)[number];

export type AuthorizationRequest = {
  readonly responseType: "code" | "token";
  /** What of the asked scopes the app may have. */
  readonly names: readonly GrantName[];
  /** The same of what an organization's admin is asked to allow for its people (WIRE-FACTS 5); null where nobody is. */
  readonly organizationNames: readonly GrantName[] | null;
  readonly prompts: readonly Prompt[];
  readonly loginHint: string | null;
  readonly challenge: string | null;
  readonly resource: string | null;
};

/** Whom an answer goes to, before anything else of a request is looked at; null where it says no one or two. */
export function readAsker(
  search: URLSearchParams,
): { readonly clientId: string; readonly redirectUri: string } | null {
  const [clientId, ...clientIds] = search.getAll("client_id");
  const [redirectUri, ...redirectUris] = search.getAll("redirect_uri");
  if (clientId === undefined || redirectUri === undefined) return null;
  return clientIds.length + redirectUris.length > 0 ? null : { clientId, redirectUri };
}

/** The state as it came; null for none, and where there are two of it. */
export function stateOf(search: URLSearchParams): string | null {
  const states = search.getAll("state");
  return states.length === 1 ? (states[0] ?? null) : null;
}

/** Whether the answer stands behind a `#`: of Implicit, errors included. */
export function isInFragment(search: URLSearchParams): boolean {
  return search.get("response_type") === "token";
}

/** Reads a request of an app that is known. @throws OAuthError that goes back to the app */
export function readAuthorizationRequest(search: URLSearchParams, app: AskingApp): AuthorizationRequest {
  const fields = readFields(search);
  const responseType = readResponseType(fields, app);
  readResponseMode(fields, responseType);
  return {
    responseType,
    names: readNames(fields, app),
    organizationNames: readOrganizationNames(fields, app),
    prompts: readPrompts(fields),
    loginHint: readHint(fields),
    challenge: responseType === "code" ? readChallenge(fields, app.isPublic) : null,
    resource: readResource(fields),
  };
}

function readResponseType({ response_type: type }: Fields, app: AskingApp): "code" | "token" {
  if (type === undefined) throw new OAuthError("invalid_request", "The parameter response_type is missing.");
  if (type === "code") return type;
  if (type !== "token") {
    throw new OAuthError("unsupported_response_type", "response_type must be code or token.");
  }
  if (app.isImplicitAllowed) return type;
  throw new OAuthError(
    "unauthorized_client",
    "Implicit is switched off for this app. Use response_type=code.",
  );
}

function readResponseMode({ response_mode: mode }: Fields, type: "code" | "token"): void {
  const usual = type === "code" ? "query" : "fragment";
  if (mode !== undefined && mode !== usual) {
    throw new OAuthError("invalid_request", `response_mode can only be ${usual} for this response_type.`);
  }
}

function readNames(fields: Fields, app: AskingApp): GrantName[] {
  // Who sends an admin may want nothing of this person but to know that it was done.
  const usual = fields["admin_consent_scope"] === undefined ? "" : "openid";
  const names = grantableNames(askedNames(fields["scope"] ?? usual), app.scopes);
  if (names.length > 0) return names;
  throw new OAuthError("invalid_scope", "The request asks for no scope that this app may have.");
}

function readOrganizationNames(
  { admin_consent_scope: scope }: Fields,
  app: AskingApp,
): readonly GrantName[] | null {
  if (scope === undefined) return null;
  const names = grantableNames(askedNames(scope), app.scopes);
  if (!names.every(isIdentityName)) return names;
  throw new OAuthError(
    "invalid_scope",
    "admin_consent_scope asks for no scope that this app may have, and that lets it do something.",
  );
}

/** The names of a `scope`. @throws OAuthError invalid_scope */
export function askedNames(scope: string): readonly GrantName[] {
  const reading = readAskedScopes(scope);
  if (reading.ok) return reading.names;
  throw new OAuthError("invalid_scope", SCOPE_TEXTS[reading.fault]);
}

const SCOPE_TEXTS = {
  unknown_scope: "The request asks for a scope that does not exist. Scopes are separated by spaces.",
  too_many_scopes: "The request asks for more scopes than there are.",
};

function readPrompts({ prompt = "" }: Fields): Prompt[] {
  const given = prompt.split(" ").filter(Boolean);
  const prompts = PROMPTS.filter((known) => given.includes(known));
  const isKnown = given.every((text) => PROMPTS.some((known) => known === text));
  if (!isKnown || (prompts.includes("none") && prompts.length > 1)) {
    throw new OAuthError("invalid_request", "prompt must be login, consent, select_account, or none alone.");
  }
  return prompts;
}

const HINT_MAX_LENGTH = 320;

/** An address of mail to begin with; anything else is no hint, and no fault. */
function readHint({ login_hint: hint }: Fields): string | null {
  return hint !== undefined && hint.length <= HINT_MAX_LENGTH && /^[^\s<>@]+@[^\s<>@]+$/.test(hint)
    ? hint
    : null;
}

/**
 * The address that an answer goes to: the redirect URI as it was sent, with the answer behind it and the state untouched.
 * @param answer fields in their order; null is left out
 */
export function answerAddress(
  redirectUri: string,
  answer: Readonly<Record<string, string | null>>,
  isFragment: boolean,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(answer)) if (value !== null) search.set(name, value);
  const separator = isFragment ? "#" : redirectUri.includes("?") ? "&" : "?";
  return `${redirectUri}${separator}${search}`;
}
