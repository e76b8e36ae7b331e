/** MCP's own client with a person before it, asking console and gate as they answer: for tests. */
import type { OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { expect } from "vitest";

import { GET as metadata } from "@/app/.well-known/oauth-authorization-server/route";
import { POST as token } from "@/app/oauth/token/route";

import { CONSOLE_ORIGIN } from "../console-settings";

/** The console's handlers at the console's address; everything else is asked for over the network. */
const CONSOLE: Readonly<Record<string, (request: Request) => Response | Promise<Response>>> = {
  "/.well-known/oauth-authorization-server": metadata,
  "/oauth/token": token,
};

type AgentOptions = {
  readonly redirectUri: string;
  /** The GUID that it was registered with; or the address of its document, for want of one. */
  readonly clientId?: string;
  readonly clientMetadataUrl?: string;
  /** What the person does who is asked. @returns where the browser goes */
  readonly allow: (search: URLSearchParams) => Promise<string>;
};

/** An agent with a person before it who allows whatever is asked. It keeps no refresh token: it asks the person again. */
export class Agent implements OAuthClientProvider {
  readonly redirectUrl: string;
  readonly clientMetadata;
  readonly clientMetadataUrl?: string;
  readonly asked: URLSearchParams[] = [];
  code = "";
  #tokens: OAuthTokens | undefined;
  #verifier = "";
  #information: OAuthClientInformationMixed | undefined;
  readonly #allow: AgentOptions["allow"];

  constructor({ redirectUri, clientId, clientMetadataUrl, allow }: AgentOptions) {
    this.redirectUrl = redirectUri;
    this.clientMetadata = {
      client_name: "Assistant",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "none",
    };
    this.#information = clientId === undefined ? undefined : { client_id: clientId };
    if (clientMetadataUrl !== undefined) this.clientMetadataUrl = clientMetadataUrl;
    this.#allow = allow;
  }
  state = () => "a state";
  clientInformation = () => this.#information;
  saveClientInformation(information: OAuthClientInformationMixed) {
    this.#information = information;
  }
  tokens = () => this.#tokens;
  saveTokens(tokens: OAuthTokens) {
    this.#tokens = { ...tokens, refresh_token: undefined };
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier;
  }
  codeVerifier = () => this.#verifier;

  /** What the browser would do: the person presses Allow, and the answer comes to the redirect URI. */
  async redirectToAuthorization(url: URL) {
    expect(url.origin + url.pathname).toBe(`${CONSOLE_ORIGIN}/oauth/auth`);
    this.asked.push(url.searchParams);
    const answer = new URL(await this.#allow(url.searchParams)).searchParams;
    expect(answer.get("iss")).toBe(CONSOLE_ORIGIN);
    expect(answer.get("state")).toBe("a state");
    this.code = answer.get("code") ?? "";
  }
}

/** Every address that the client asked, in order, with the status of the answer. */
export type Trace = (readonly [path: string, status: number])[];

/** The way of an agent to a server of this machine. */
export function transportOf(origin: string, agent: Agent, trace: Trace) {
  return new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), {
    authProvider: agent,
    fetch: async (input, init) => {
      const url = new URL(input);
      const handler = url.origin === CONSOLE_ORIGIN ? CONSOLE[url.pathname] : undefined;
      if (url.origin === CONSOLE_ORIGIN && !handler) throw new Error(`The client asks for ${url.href}`);
      const answer = handler ? await handler(new Request(url, init)) : await fetch(url, init);
      // Some time after it is let in it asks for a stream by itself, which there is none of.
      if (answer.status !== 405) trace.push([url.pathname, answer.status]);
      return answer;
    },
  });
}
