import type { ClientClaim } from "../../domain/oauth/client-authentication";
import type { TokenRequest } from "../../domain/oauth/token-request";
import { authenticateClient } from "../clients/authenticate";
import { grantByAssertion } from "./grant-by-assertion";
import type { TokenAnswer } from "./issue";
import { redeemCode } from "./redeem-code";
import { refreshTokens } from "./refresh";

/**
 * Gives a token by one of the three grants. Of JWT Grant the assertion says who the client is, and its signature proves it;
 * a client that authenticates besides is not asked to.
 * @throws OAuthError
 */
export async function grantToken(claim: ClientClaim | null, request: TokenRequest): Promise<TokenAnswer> {
  switch (request.grant) {
    case "code":
      return redeemCode(await authenticateClient(claim), request);
    case "refresh":
      return refreshTokens(await authenticateClient(claim), request);
    case "jwt":
      return grantByAssertion(request);
  }
}
