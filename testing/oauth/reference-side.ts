/** `oidc-provider` in memory, set up as our server is: codes by PKCE S256, refresh tokens that are good once. */
import { once } from "node:events";
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";

import { Provider, type Configuration } from "oidc-provider";

import { answerOf, type EndpointName, type Side, type SideClient } from "./oauth-sides";

const REDIRECT_URI = "https://app.example.com/callback?tenant=1";
const SCOPES = {
  granted: "openid offline_access",
  fewer: "openid",
  more: "openid offline_access profile",
} as const;
const PATHS: Record<EndpointName, string> = {
  token: "/token",
  revocation: "/token/revocation",
  introspection: "/token/introspection",
};
const ACCOUNT = "max";

const makeClient = (): SideClient => ({ id: randomUUID(), secret: randomUUID() });

export type ReferenceSide = Side & { readonly close: () => Promise<void> };

export async function openReferenceSide(): Promise<ReferenceSide> {
  const [client, other] = [makeClient(), makeClient()];
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = new Provider(issuer, configurationOf([client, other]));
  const answer = provider.callback();
  server.on("request", (request, response) => void answer(request, response));
  return {
    client,
    other,
    redirectUri: REDIRECT_URI,
    scopes: SCOPES,
    code: (challenge) => makeCode(provider, client, challenge),
    send: async (endpoint, request) =>
      fetch(`${issuer}${PATHS[endpoint]}`, {
        method: "POST",
        headers: request.headers,
        body: await request.text(),
      }),
    authorize: async (fields) => {
      const answered = await fetch(`${issuer}/auth?${fields}`, { redirect: "manual" });
      return answerOf(answered.headers.get("location"));
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function configurationOf(clients: readonly SideClient[]): Configuration {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return {
    clients: clients.map(({ id, secret }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [REDIRECT_URI],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
    })),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig" }] },
    cookies: { keys: ["of a test"] },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    pkce: { required: () => false },
    ttl: { AccessToken: 28_800, AuthorizationCode: 120, IdToken: 3_600, Grant: 28_800, RefreshToken: 28_800 },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      introspection: { enabled: true },
    },
  };
}

/** What Allow leads to, written directly: its pages are not compared. */
async function makeCode(provider: Provider, { id }: SideClient, challenge?: string): Promise<string> {
  const client = await provider.Client.find(id);
  if (!client) throw new Error("The client is configured");
  const grant = new provider.Grant({ accountId: ACCOUNT, clientId: id });
  grant.addOIDCScope(SCOPES.granted);
  const code = new provider.AuthorizationCode({
    accountId: ACCOUNT,
    client,
    grantId: await grant.save(),
    gty: "authorization_code",
    redirectUri: REDIRECT_URI,
    scope: SCOPES.granted,
    ...(challenge === undefined ? {} : { codeChallenge: challenge, codeChallengeMethod: "S256" }),
  });
  return code.save();
}
