import { notFound } from "../../../domain/errors";
import { OAuthError } from "../../../domain/oauth/oauth-error";
import { byPerson } from "../../../kernel/authority";
import { change, onRecordsOf } from "../../../kernel/change";
import type { SessionContext } from "../../../kernel/context";
import { accountsForAgent } from "../../agents/accounts";
import { takeAgentKey } from "../../agents/take-key";
import { storeConsent } from "../../consents/give";
import { issueAnswer } from "../issue-code";
import { refuseTo } from "../open";
import { openAgentRequest, readAgentRequest, type OpenedAgent } from "./open-agent";

/**
 * Carries out what a person said about an agent: Allow makes its key in the account where it has none, stores the consent and
 * makes the answer, in one transaction; Deny tells the agent. Whether the account lets it ask is read again under its lock.
 * @param accountId the account that the agent may act in; null for Deny
 * @returns where the browser goes
 * @throws DomainError not_found where the request has no answer any more, or the account is none that lets it ask
 */
export async function answerAgentQuestion(
  ctx: SessionContext,
  { search, accountId }: { readonly search: URLSearchParams; readonly accountId: string | null },
): Promise<string> {
  // Before anything is locked: it may have to be fetched anew.
  const opened = await openAgentRequest(search, ctx.user.id);
  if (!opened) throw notFound();
  try {
    if (accountId === null) throw new OAuthError("access_denied", "The person said no.");
    return await allow(ctx, opened, accountId);
  } catch (error) {
    if (error instanceof OAuthError) return refuseTo(opened, error);
    throw error;
  }
}

function allow(ctx: SessionContext, opened: OpenedAgent, accountId: string): Promise<string> {
  const { agent, search } = opened;
  const request = readAgentRequest(search);
  return change(byPerson(ctx), [accountId], async (tx) => {
    const accounts = await accountsForAgent(tx, ctx.user.id, agent);
    const account = accounts.find(({ id }) => id === accountId);
    if (!account) throw notFound();
    const key = await takeAgentKey(tx, ctx.user.id, account, agent);
    const app = { id: key.id, name: key.name, manager: account };
    const { consentId, audit } = await storeConsent(tx, ctx, { app, account, names: request.names });
    const value = await issueAnswer(tx, { opened, request, keyId: key.id, consent: consentId });
    const given = audit === "unchanged" ? {} : audit.records;
    if (key.entry === null) return { value, audit };
    return { value, audit: onRecordsOf({ [accountId]: key.entry }, given) };
  });
}
