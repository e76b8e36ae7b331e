/** An agent as its maker would write it: known by the address of its document alone. */
import { createHash, randomBytes } from "node:crypto";

import { AGENT_HOST, CONSOLE_URL } from "../server/addresses";

export const AGENT_URI = `https://${AGENT_HOST}/assistant.json`;
export const AGENT_NAME = "Contract assistant";

/** What stands at its address. */
export function agentDocument() {
  return {
    client_id: AGENT_URI,
    client_name: AGENT_NAME,
    redirect_uris: ["http://127.0.0.1/callback"],
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
  };
}

/** A request of the agent, and what proves that its code is the agent's. */
export function beginAsAgent(redirectUri: string, more: Readonly<Record<string, string>> = {}) {
  const verifier = randomBytes(32).toString("base64url");
  const fields = {
    response_type: "code",
    client_id: AGENT_URI,
    redirect_uri: redirectUri,
    scope: "agreements:read extended",
    state: "a state",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...more,
  };
  return { address: `${CONSOLE_URL}/oauth/auth?${new URLSearchParams(fields)}`, verifier };
}

/** Redeems a code as the agent does. @returns its access token, or the error */
export async function redeemAsAgent(code: string, verifier: string): Promise<string> {
  const answer = await fetch(`${CONSOLE_URL}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: AGENT_URI,
      code,
      code_verifier: verifier,
    }),
  });
  const body = (await answer.json()) as { readonly access_token?: string; readonly error?: string };
  return body.access_token ?? body.error ?? "";
}
