import { isRegistered } from "../../../domain/apps/redirect-uri";
import { AGENT_SCOPES, type AgentDocument } from "../../../domain/oauth/agents/agent-document";
import { readClientUri, type ClientUri } from "../../../domain/oauth/agents/client-uri";
import {
  readAsker,
  readAuthorizationRequest,
  type AuthorizationRequest,
} from "../../../domain/oauth/requests/authorization-request";
import { ask } from "../../../kernel/read";
import { accountsForAgent, type AgentAccount } from "../../agents/accounts";
import { findAgentDocument } from "../../agents/documents";

/** A request of an agent whose answer may go to its redirect URI. */
export type OpenedAgent = {
  readonly agent: AgentDocument;
  readonly redirectUri: string;
  readonly search: URLSearchParams;
  /** Where the person may let it act: at least one. */
  readonly accounts: readonly AgentAccount[];
};

/** The agent that a request says it comes from; null where it comes from none. */
export function agentOf(search: URLSearchParams): ClientUri | null {
  return readClientUri(readAsker(search)?.clientId ?? "");
}

/**
 * Opens the request of an agent for a person. Its document is asked for where an account of that person lets it ask, and
 * nowhere else: of accounts that let none, nobody can have anything fetched.
 * @returns null where no account does, its document can't be used, or lists another redirect URI
 */
export async function openAgentRequest(search: URLSearchParams, userId: string): Promise<OpenedAgent | null> {
  const client = agentOf(search);
  const redirectUri = readAsker(search)?.redirectUri;
  if (!client || redirectUri === undefined) return null;
  const accounts = await ask((db) => accountsForAgent(db, userId, client));
  if (accounts.length === 0) return null;
  const agent = await findAgentDocument(client, userId);
  if (!agent || !isRegistered(agent.redirectUris, redirectUri)) return null;
  return { agent, redirectUri, search, accounts };
}

/** What decides what any agent may ask for: it can keep no secret, and has PKCE in its place. */
const ANY_AGENT = { scopes: AGENT_SCOPES, isPublic: true, isImplicitAllowed: false };

/** What an agent asks for. @throws OAuthError that goes back to it */
export function readAgentRequest(search: URLSearchParams): AuthorizationRequest {
  return readAuthorizationRequest(search, ANY_AGENT);
}
