/** An endpoint that a token opens by itself (RFC 6750). */
import { requestInfoOf } from "../../auth/request";
import { DomainError } from "../../domain/errors";
import { createLogger } from "../../platform/logs/logger";
import { json, type Endpoint } from "./form-endpoint";
import { helpAddress } from "../../domain/oauth/help";
import { oauthIssuer } from "../../platform/settings/env";

const log = createLogger("web");

/** @param find what the token stands for; null for one that is not good */
export function bearerEndpoint(find: (token: string) => Promise<object | null>): Endpoint {
  return async (request) => {
    const info = requestInfoOf(request.headers);
    const authorization = request.headers.get("authorization");
    const [, token] = /^bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? "") ?? [];
    const refuse = (description: string, challenge: string) => {
      const error_uri = helpAddress(oauthIssuer(), { topic: "access-token" });
      const body = { error: "invalid_token", error_description: description, error_uri };
      const response = json(info, 401, body, true);
      response.headers.set("WWW-Authenticate", challenge);
      return response;
    };
    if (token === undefined) {
      const words = "No access token came with this request. Send it as 'Authorization: Bearer <token>'.";
      return refuse(words, 'Bearer realm="Countersign"');
    }
    try {
      const value = await find(token);
      if (value !== null) return json(info, 200, value, true);
      const words = "The access token provided is expired, revoked or malformed.";
      return refuse(words, 'Bearer realm="Countersign", error="invalid_token"');
    } catch (error) {
      log.error({ err: error, requestId: info.requestId }, "a token could not be looked up");
      const isForeseen = error instanceof DomainError;
      const body = { error: isForeseen ? "temporarily_unavailable" : "server_error" };
      return json(info, isForeseen ? 503 : 500, body, true);
    }
  };
}
