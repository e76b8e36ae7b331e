import { notFound } from "../../domain/errors";
import { OAuthError } from "../../domain/oauth/oauth-error";
import { byPerson } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import { ask } from "../../kernel/read";
import { storeConsent } from "../consents/give";
import { answerAgentQuestion } from "./agent/answer-agent";
import { chooseApp } from "./authorize";
import { issueAnswer } from "./issue-code";
import { allowForOrganization } from "./allow-for-organization";
import { openRequest, openRequestIn, refuseTo } from "./open";

/** What a person said on the consent page. */
type Answered = {
  readonly search: URLSearchParams;
  /** The account that the app may act in; null for Deny. */
  readonly accountId: string | null;
  /** The organization that an admin consents for; null for a person's own consent. */
  readonly organizationId?: string | null;
};

/** How often an app may go to another account while somebody presses Allow, until they are told to begin anew. */
const ATTEMPTS = 3;

/**
 * Carries out what a person said: Allow stores the consent and makes the answer in one transaction, Deny tells the app. What
 * the answer rests on is read again under the lock of the account that manages the app: where another one does by then, it
 * begins again, since the consent belongs on that one's record.
 * @returns where the browser goes
 * @throws DomainError not_found where the request has no answer any more, or the account is none of theirs
 */
export async function answerQuestion(
  ctx: SessionContext,
  { search, accountId, organizationId = null }: Answered,
): Promise<string> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const opened = await openRequest(search);
    if (opened === "agent") return answerAgentQuestion(ctx, { search, accountId });
    if (typeof opened === "string") throw notFound();
    try {
      const { app, request } = await ask((db) => chooseApp(db, opened, ctx.user.id));
      if (accountId === null) throw new OAuthError("access_denied", "The person said no.");
      if (request.organizationNames !== null) {
        if (organizationId === null) throw notFound();
        return await allowForOrganization(ctx, { search, accountId, organizationId });
      }
      const to = await allow(ctx, { search, accountId }, app.manager.id);
      if (to !== null) return to;
    } catch (error) {
      if (error instanceof OAuthError) return refuseTo(opened, error);
      throw error;
    }
  }
  throw notFound();
}

/** @returns where the browser goes; null where this account does not manage the app any more */
function allow(
  ctx: SessionContext,
  { search, accountId }: { readonly search: URLSearchParams; readonly accountId: string },
  managerId: string,
): Promise<string | null> {
  return change(byPerson(ctx), [...new Set([accountId, managerId])], async (tx) => {
    const opened = await openRequestIn(tx, search);
    if (typeof opened === "string") throw notFound();
    const { app, request, accounts } = await chooseApp(tx, opened, ctx.user.id);
    if (app.manager.id !== managerId) return { value: null, audit: "unchanged" as const };
    const account = accounts.find(({ id }) => id === accountId);
    if (!account) throw notFound();
    const { consentId, audit } = await storeConsent(tx, ctx, { app, account, names: request.names });
    return { value: await issueAnswer(tx, { opened, request, keyId: app.id, consent: consentId }), audit };
  });
}
