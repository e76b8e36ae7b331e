import type { ClientClaim } from "../../domain/oauth/requests/client-authentication";
import type { Fields } from "../../domain/oauth/requests/form";
import {
  provesByAssertion,
  readJwtRequest,
  readTokenRequest,
} from "../../domain/oauth/requests/token-request";
import { authenticateClient } from "../clients/authenticate";
import { grantByAssertion } from "./grant-by-assertion";
import type { TokenAnswer } from "./issue";
import { redeemCode } from "./redeem-code";
import { refreshTokens } from "./refresh";

/**
 * Gives a token by one of the three grants. Who asks is proven before anything of the request is looked at; of JWT Grant the
 * assertion does that, and a client that authenticates besides is not asked to.
 * @throws OAuthError
 */
export async function grantToken(claim: ClientClaim | null, fields: Fields): Promise<TokenAnswer> {
  if (provesByAssertion(fields)) return grantByAssertion(readJwtRequest(fields));
  const client = await authenticateClient(claim, fields["code"] ?? fields["refresh_token"] ?? "");
  const request = readTokenRequest(fields);
  return request.grant === "code" ? redeemCode(client, request) : refreshTokens(client, request);
}
