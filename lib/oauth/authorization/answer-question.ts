import { notFound } from "../../domain/errors";
import { OAuthError } from "../../domain/oauth/oauth-error";
import { byPerson } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import { eligibleAccounts } from "../consents/eligible";
import { storeConsent } from "../consents/give";
import { chooseApp } from "./authorize";
import { issueAnswer } from "./issue-code";
import { openRequest, refuseTo } from "./open";

/** What a person said on the consent page. */
type Answered = {
  readonly search: URLSearchParams;
  /** The account that the app may act in; null for Deny. */
  readonly accountId: string | null;
};

/**
 * Carries out what a person said: Allow stores the consent and makes the answer in one transaction, Deny tells the app.
 * @returns where the browser goes
 * @throws DomainError not_found where the request has no answer any more, or the account is none of theirs
 */
export async function answerQuestion(ctx: SessionContext, { search, accountId }: Answered): Promise<string> {
  const opened = await openRequest(search);
  if (typeof opened === "string") throw notFound();
  try {
    const chosen = await chooseApp(opened, ctx.user.id);
    if (accountId === null) throw new OAuthError("access_denied", "The person said no.");
    const managerId = chosen.app.manager.id;
    return await change(byPerson(ctx), [...new Set([accountId, managerId])], async (tx) => {
      // Again under the lock: a membership that ended meanwhile allows nothing.
      const accounts = await eligibleAccounts(tx, ctx.user.id, chosen.app.environment);
      const account = accounts.find(({ id }) => id === accountId);
      if (!account) throw notFound();
      const { app, request } = chosen;
      const { consentId, audit } = await storeConsent(tx, ctx, { app, account, names: request.names });
      return { value: await issueAnswer(tx, { opened, request, keyId: app.id, consentId }), audit };
    });
  } catch (error) {
    if (error instanceof OAuthError) return refuseTo(opened, error);
    throw error;
  }
}
