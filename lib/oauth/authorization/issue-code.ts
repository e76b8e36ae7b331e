import { oauthCodes } from "@/db/schema/oauth";

import type { AuthorizationRequest } from "../../domain/oauth/requests/authorization-request";
import { OAuthError } from "../../domain/oauth/oauth-error";
import { CODE_LIFE_MS } from "../../domain/oauth/token-life";
import type { Transaction } from "../../kernel/database";
import { newSecret } from "../../platform/secrets/secrets";
import { holdCover, type Cover } from "../organization-consents/cover";
import { issueAccessToken } from "../tokens/issue";
import { lockGrant } from "../tokens/lock-grant";
import { answerTo, type Answerable } from "./open";

type Consented = {
  readonly opened: Answerable;
  readonly request: AuthorizationRequest;
  readonly keyId: string;
  /** The person's consent, or the organization's that covers them. */
  readonly consent: string | Cover;
};

/**
 * Makes what a consented request is answered with: a code, or with Implicit a token in the fragment.
 * @returns where the browser goes
 * @throws OAuthError access_denied where the consent has ended meanwhile
 */
export async function issueAnswer(
  tx: Transaction,
  { opened, request, keyId, consent }: Consented,
): Promise<string> {
  const consentId = typeof consent === "string" ? consent : await holdCover(tx, consent);
  const grant = consentId === null ? null : await lockGrant(tx, { keyId, consentId, credentialId: null });
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
    consentId: grant.consentId,
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
