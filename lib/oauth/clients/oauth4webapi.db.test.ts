/** An unmodified client library that reads every answer as strictly as the RFCs let it. */
import * as oauth from "oauth4webapi";
import { expect, it } from "vitest";

import { GET as metadata } from "@/app/.well-known/oauth-authorization-server/route";
import { GET as openIdMetadata } from "@/app/.well-known/openid-configuration/route";
import { POST as introspect } from "@/app/oauth/introspect/route";
import { POST as revoke } from "@/app/oauth/revoke/route";
import { POST as token } from "@/app/oauth/token/route";
import { GET as userInfo } from "@/app/oauth/userinfo/route";
import { testDatabase } from "@/db/testing/database";
import { CONSOLE_ORIGIN } from "@/testing/console-settings";
import { allow, makeStory, REDIRECT_URI } from "@/testing/oauth/oauth-story";

import { useDatabase } from "../../kernel/database";

const database = testDatabase(useDatabase);

const ENDPOINTS: Readonly<Record<string, (request: Request) => Response | Promise<Response>>> = {
  "/.well-known/oauth-authorization-server": metadata,
  "/.well-known/openid-configuration": openIdMetadata,
  "/oauth/token": token,
  "/oauth/userinfo": userInfo,
  "/oauth/revoke": revoke,
  "/oauth/introspect": introspect,
};

const options = {
  [oauth.allowInsecureRequests]: true,
  [oauth.customFetch]: async (
    url: string,
    { method, headers, body }: oauth.CustomFetchOptions<string, BodyInit | undefined | null>,
  ): Promise<Response> => {
    const endpoint = ENDPOINTS[new URL(url).pathname];
    if (!endpoint) throw new Error(`The client asks for ${url}, which no document names`);
    return endpoint(new Request(url, { method, headers, body: body ?? null }));
  },
};

it("finds its way from the issuer's address alone, by code with PKCE and a secret, to refreshed and revoked tokens", async () => {
  const story = await makeStory(database);
  const issuer = new URL(CONSOLE_ORIGIN);
  const found = await oauth.discoveryRequest(issuer, { ...options, algorithm: "oauth2" });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const openId = await oauth.discoveryRequest(issuer, { ...options, algorithm: "oidc" });
  expect(await oauth.processDiscoveryResponse(issuer, openId)).toEqual(server);
  expect(server.code_challenge_methods_supported).toEqual(["S256"]);

  const client: oauth.Client = { client_id: story.app.clientId };
  const authentication = oauth.ClientSecretBasic(story.secret?.text ?? "");
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const answer = await allow(story, {
    scope: "signature extended",
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  const parameters = oauth.validateAuthResponse(server, client, answer, state);
  const tokens = await oauth.processAuthorizationCodeResponse(
    server,
    client,
    await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      REDIRECT_URI,
      verifier,
      options,
    ),
  );
  expect(tokens).toMatchObject({ token_type: "bearer", expires_in: 28_800, scope: "signature extended" });

  const info = await oauth.userInfoRequest(server, client, tokens.access_token, options);
  expect(await oauth.processUserInfoResponse(server, client, story.max.user.id, info)).toMatchObject({
    email: story.max.user.email,
  });

  const next = await oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token ?? "", options),
  );
  const introspected = await oauth.introspectionRequest(
    server,
    client,
    authentication,
    next.access_token,
    options,
  );
  expect(await oauth.processIntrospectionResponse(server, client, introspected)).toMatchObject({
    active: true,
  });
  const revoked = await oauth.revocationRequest(
    server,
    client,
    authentication,
    next.refresh_token ?? "",
    options,
  );
  expect(await oauth.processRevocationResponse(revoked)).toBeUndefined();

  const refused = await oauth.refreshTokenGrantRequest(
    server,
    client,
    authentication,
    next.refresh_token ?? "",
    options,
  );
  await expect(oauth.processRefreshTokenResponse(server, client, refused)).rejects.toMatchObject({
    error: "invalid_grant",
    error_description: "expired_grant",
  });
});
