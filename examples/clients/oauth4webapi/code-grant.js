/** Authorization Code with PKCE from discovery to revocation; every answer is checked as the RFCs ask (OAuth 2.1). */
import { once } from "node:events";
import { createServer } from "node:http";

import * as oauth from "oauth4webapi";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, API } = process.env;

const issuer = new URL(ISSUER);
const server = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer, { algorithm: "oauth2" }),
);
const client = { client_id: CLIENT_ID };
const proof = CLIENT_SECRET ? oauth.ClientSecretBasic(CLIENT_SECRET) : oauth.None();

const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const start = new URL(server.authorization_endpoint);
start.search = new URLSearchParams({
  response_type: "code",
  client_id: CLIENT_ID,
  redirect_uri: REDIRECT_URI,
  scope: "openid signature extended",
  state,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
}).toString();

const listener = createServer().listen(Number(new URL(REDIRECT_URI).port), "127.0.0.1");
await once(listener, "listening");
console.log(`Open ${start}`);
const [request, response] = await once(listener, "request");
response.end("Thank you. Go back to the terminal.");
listener.close();
listener.closeIdleConnections();

// State and issuer (RFC 9207) are checked here.
const answer = oauth.validateAuthResponse(server, client, new URL(request.url, REDIRECT_URI), state);
const tokens = await oauth.processAuthorizationCodeResponse(
  server,
  client,
  await oauth.authorizationCodeGrantRequest(server, client, proof, answer, REDIRECT_URI, verifier),
);
console.log(`Good for ${tokens.expires_in} seconds: ${tokens.scope}.`);

const person = await oauth.processUserInfoResponse(
  server,
  client,
  oauth.skipSubjectCheck,
  await oauth.userInfoRequest(server, client, tokens.access_token),
);
console.log(`Acts as ${person.email}.`);

const call = await oauth.protectedResourceRequest(tokens.access_token, "GET", new URL(API));
console.log(`First call: ${call.status}.`);

const next = await oauth.processRefreshTokenResponse(
  server,
  client,
  await oauth.refreshTokenGrantRequest(server, client, proof, tokens.refresh_token),
);
console.log(`Refreshed: another token ${next.access_token !== tokens.access_token}.`);

// A public app can't ask what a token is: whoever has its name could.
const isActive = async (token) => {
  const answered = await oauth.introspectionRequest(server, client, proof, token);
  return (await oauth.processIntrospectionResponse(server, client, answered)).active;
};
if (CLIENT_SECRET) console.log(`Introspected: ${await isActive(next.access_token)}.`);

await oauth.processRevocationResponse(
  await oauth.revocationRequest(server, client, proof, next.refresh_token),
);
if (CLIENT_SECRET) console.log(`Revoked: ${await isActive(next.access_token)}.`);
