/** An agent with a document of its own, an account that lets it ask, and people of it: for tests. */
import type { TestDatabase } from "@/db/testing/database";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { setAgentPolicy } from "../../lib/accounts/set-agent-policy";
import { answerQuestion } from "../../lib/oauth/authorization/answer-question";
import { json, type DocumentServer } from "../network/document-server";
import { ask, CHALLENGE, VERIFIER } from "./oauth-story";

export const AGENT_REDIRECT_URI = "https://agent.example/callback";
/** On the person's own computer, where any program may listen. */
export const LOCAL_REDIRECT_URI = "http://127.0.0.1:33418/callback";

/** What an agent says of itself. */
export function documentOf(clientUri: string): Record<string, unknown> {
  return {
    client_id: clientUri,
    client_name: "Assistant",
    redirect_uris: [AGENT_REDIRECT_URI, LOCAL_REDIRECT_URI],
    token_endpoint_auth_method: "none",
  };
}

/** Puts a document of its own on the server. @returns its address */
export function publish(server: DocumentServer, headers: Readonly<Record<string, string>> = {}): string {
  const path = `/agents/${server.pages.size}.json`;
  const clientUri = `https://${server.host}${path}`;
  server.pages.set(path, json(documentOf(clientUri), headers));
  return clientUri;
}

/** An account whose admin lets agents ask, with a member of it, and an agent. */
export async function makeAgentStory(
  database: TestDatabase,
  server: DocumentServer,
  options: TenantOptions = {},
) {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member", vera: "viewer" }, options);
  const [ada, max, vera] = [contextOf(tenant, "ada"), contextOf(tenant, "max"), contextOf(tenant, "vera")];
  const clientUri = publish(server);
  await setAgentPolicy(ada, { isAllowed: true, hosts: [], version: 0 });
  return { tenant, ada, max, vera, clientUri };
}
export type AgentStory = Awaited<ReturnType<typeof makeAgentStory>>;

/** The query of an agent's authorization request. */
export function askingAs(clientUri: string, more: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams({
    response_type: "code",
    client_id: clientUri,
    redirect_uri: AGENT_REDIRECT_URI,
    scope: "agreements:read",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    state: "a state",
    ...more,
  });
}

/** What the Allow of a member, unless of another, leads to, as fields of the redirect. */
export async function allowAgent(
  { tenant, max, clientUri }: AgentStory,
  more: Readonly<Record<string, string>> = {},
  who = max,
): Promise<URLSearchParams> {
  const search = askingAs(clientUri, more);
  return new URL(await answerQuestion(who, { search, accountId: tenant.account.id })).searchParams;
}

export const redeemAs = (
  { clientUri }: AgentStory,
  code: string,
  more: Readonly<Record<string, string>> = {},
) => ask({ grant_type: "authorization_code", client_id: clientUri, code, code_verifier: VERIFIER, ...more });

export const refreshAs = (
  { clientUri }: AgentStory,
  token: unknown,
  more: Readonly<Record<string, string>> = {},
) => ask({ grant_type: "refresh_token", client_id: clientUri, refresh_token: String(token), ...more });

/** The access and refresh token of a new family. */
export async function tokensOf(story: AgentStory, more: Readonly<Record<string, string>> = {}) {
  const code = (await allowAgent(story, more)).get("code") ?? "";
  const { body } = await redeemAs(story, code);
  return { access: String(body["access_token"]), refresh: String(body["refresh_token"]) };
}
