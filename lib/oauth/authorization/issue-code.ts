import { oauthCodes } from "@/db/schema/oauth";

import type { AuthorizationRequest } from "../../domain/oauth/requests/authorization-request";
import { OAuthError } from "../../domain/oauth/oauth-error";
import { CODE_LIFE_MS } from "../../domain/oauth/token-life";
import type { Transaction } from "../../kernel/database";
import { newSecret } from "../../platform/secrets";
import { issueAccessToken } from "../tokens/issue";
import { lockGrant } from "../tokens/lock-grant";
import { answerTo, type Answerable } from "./open";

type Consented = {
  readonly opened: Answerable;
  readonly request: AuthorizationRequest;
  readonly keyId: string;
  readonly consentId: string;
};

/**
 * Makes what a consented request is answered with: a code, or with Implicit a token in the fragment.
 * @returns where the browser goes
 * @throws OAuthError access_denied where the consent has ended meanwhile
 */
export async function issueAnswer(
  tx: Transaction,
  { opened, request, keyId, consentId }: Consented,
): Promise<string> {
  const grant = await lockGrant(tx, { keyId, consentId, credentialId: null });
  if (!grant) throw new OAuthError("access_denied", "The consent was taken back just now.");
  const { names, resource, challenge } = request;
  if (request.responseType === "token") {
    const answer = await issueAccessToken(tx, grant, { kind: "implicit", names, familyId: null, resource });
    return answerTo(opened, {
      access_token: answer.access_token,
      // In lower case: so it stands in the answers that clients of Implicit were written for (WIRE-FACTS 5).
      token_type: "bearer",
      expires_in: String(answer.expires_in),
      scope: answer.scope,
    });
  }
  const code = newSecret("ikc", grant.environment);
  await tx.insert(oauthCodes).values({
    codeHash: code.hash,
    consentId,
    keyId,
    redirectUri: opened.redirectUri,
    scopes: [...names],
    codeChallenge: challenge,
    resource,
    issuedAt: grant.now,
    expiresAt: new Date(grant.now.getTime() + CODE_LIFE_MS),
  });
  return answerTo(opened, { code: code.text });
}
