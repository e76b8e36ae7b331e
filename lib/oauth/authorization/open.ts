import {
  answerAddress,
  isInFragment,
  readAsker,
  readAuthorizationRequest,
  stateOf,
  type AuthorizationRequest,
} from "../../domain/oauth/requests/authorization-request";
import { helpAddress, helpOf } from "../../domain/oauth/help";
import { OAuthError } from "../../domain/oauth/oauth-error";
import type { Reader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { oauthIssuer } from "../../platform/settings/env";
import { agentOf } from "./agent/open-agent";
import { assertAvailable, findApps, sendingTo, type OAuthApp } from "../clients/apps";

/** A request whose answer may go to its redirect URI. */
export type OpenedRequest = {
  /** One per environment that has this redirect URI: production's first. Those that may get tokens, where one may. */
  readonly apps: readonly [OAuthApp, ...OAuthApp[]];
  readonly redirectUri: string;
  readonly search: URLSearchParams;
};

/** Why a request has no address that an answer could go to: it gets a page, and never a redirect (RFC 6749 section 4.1.2.1). */
export type Unanswerable = "unknown_client" | "unknown_redirect_uri" | "agent";

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The apps that a request may come from, with the address that its answer goes to. */
export function openRequest(search: URLSearchParams): Promise<OpenedRequest | Unanswerable> {
  return ask((db) => openRequestIn(db, search));
}

/** The same, as a transaction sees it. */
export async function openRequestIn(
  db: Reader,
  search: URLSearchParams,
): Promise<OpenedRequest | Unanswerable> {
  const asker = readAsker(search);
  if (agentOf(search)) return "agent";
  if (!asker || !GUID.test(asker.clientId)) return "unknown_client";
  const known = await findApps(db, asker.clientId.toLowerCase());
  if (known.length === 0) return "unknown_client";
  const sending = await sendingTo(db, known, asker.redirectUri);
  const available = sending.filter(({ isAvailable }) => isAvailable);
  const [app, ...others] = available.length > 0 ? available : sending;
  if (!app) return "unknown_redirect_uri";
  return { apps: [app, ...others], redirectUri: asker.redirectUri, search };
}

/** What an opened request asks of this app. @throws OAuthError that goes back to the app */
export function readRequest({ search }: OpenedRequest, app: OAuthApp): AuthorizationRequest {
  const request = readAuthorizationRequest(search, app);
  assertAvailable(app);
  return request;
}

/**
 * What an opened request asks while nobody knows of which of its apps: as the first one reads it that may ask for it.
 * @throws OAuthError that goes back to the app, of the first one where none may
 */
export function readForAny(opened: OpenedRequest): AuthorizationRequest {
  const [first, ...others] = opened.apps;
  try {
    return readRequest(opened, first);
  } catch (error) {
    const [second, ...rest] = others;
    if (!second || !(error instanceof OAuthError)) throw error;
    try {
      return readForAny({ ...opened, apps: [second, ...rest] });
    } catch {
      throw error;
    }
  }
}

/** Of a request: where its answer goes, once it is known that it may go there. */
export type Answerable = Pick<OpenedRequest, "redirectUri" | "search">;
type Answer = Readonly<Record<string, string | null>>;

/** Where the browser goes with an answer: with the state as it came, and who answers (RFC 9207). */
export function answerTo({ redirectUri, search }: Answerable, answer: Answer): string {
  return answerAddress(
    redirectUri,
    { ...answer, state: stateOf(search), iss: oauthIssuer() },
    isInFragment(search),
  );
}

/** The same for a refusal, with the page that explains it (RFC 6749 section 4.1.2.1). */
export function refuseTo(opened: Answerable, error: OAuthError): string {
  const { code, message } = error;
  const help = helpOf(error);
  const filled = help.topic === "consent-required" ? { ...help, details: askedIn(opened) } : help;
  const address = helpAddress(oauthIssuer(), filled);
  return answerTo(opened, { error: code, error_description: message, error_uri: address });
}

/** What the app sent, by which the page gives the address again on which a person allows it. */
function askedIn({ redirectUri, search }: Answerable): Readonly<Record<string, string>> {
  const [clientId, scope] = [search.get("client_id"), search.get("scope")];
  return {
    ...(clientId === null ? {} : { client_id: clientId }),
    ...(scope === null ? {} : { scope }),
    redirect_uri: redirectUri,
  };
}
