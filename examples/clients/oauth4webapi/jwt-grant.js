/** Gets a token with a signed assertion (RFC 7523), as a server does that acts for people who are not there. */
import { createPrivateKey, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import { SignJWT } from "jose";
import * as oauth from "oauth4webapi";

const { ISSUER, CLIENT_ID, USER_ID, PRIVATE_KEY_FILE, API } = process.env;

const issuer = new URL(ISSUER);
const server = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer, { algorithm: "oauth2" }),
);
const client = { client_id: CLIENT_ID };

const assertion = await new SignJWT({ scope: "signature impersonation" })
  .setProtectedHeader({ alg: "RS256" })
  .setIssuer(CLIENT_ID)
  .setSubject(USER_ID)
  .setAudience(server.issuer)
  .setIssuedAt()
  .setExpirationTime("5 minutes")
  // It is taken once.
  .setJti(randomUUID())
  .sign(createPrivateKey(await readFile(PRIVATE_KEY_FILE)));

const ask = async () =>
  oauth.processGenericTokenEndpointResponse(
    server,
    client,
    await oauth.genericTokenEndpointRequest(
      server,
      client,
      oauth.None(),
      "urn:ietf:params:oauth:grant-type:jwt-bearer",
      { assertion },
    ),
  );

try {
  const token = await ask();
  console.log(`Good for ${token.expires_in} seconds: ${token.scope}.`);
  const call = await oauth.protectedResourceRequest(token.access_token, "GET", new URL(API));
  console.log(`First call: ${call.status}.`);
} catch (error) {
  if (!(error instanceof oauth.ResponseBodyError)) throw error;
  console.error("Refused:", error.error, error.error_description, error.cause.error_uri);
  process.exit(1);
}
