import { isOnThisComputer } from "../../../domain/apps/redirect-uri";
import type { AgentDocument } from "../../../domain/oauth/agents/agent-document";
import { covers, type GrantName } from "../../../domain/oauth/asked-scopes";
import { OAuthError } from "../../../domain/oauth/oauth-error";
import type { AuthorizationRequest } from "../../../domain/oauth/requests/authorization-request";
import type { SessionContext } from "../../../kernel/context";
import { ask } from "../../../kernel/read";
import { unrecordedAtOnce } from "../../../kernel/unrecorded";
import type { AgentAccount } from "../../agents/accounts";
import { heldConsents } from "../../consents/find";
import { issueAnswer } from "../issue-code";
import { refuseTo } from "../open";
import { hasSignedInSince } from "../signed-in-since";
import { openAgentRequest, readAgentRequest, type OpenedAgent } from "./open-agent";

/** What a person is asked about an agent. */
export type AgentQuestion = {
  readonly agent: AgentDocument;
  readonly request: AuthorizationRequest;
  readonly accounts: readonly AgentAccount[];
  /** The account to begin with: where there is a consent to less already. */
  readonly accountId: string | null;
  /** What is asked beyond an earlier consent; all of it where there is none. */
  readonly newNames: readonly GrantName[];
  readonly redirectUri: string;
};

/** What becomes of an agent's request. */
export type AgentDecision =
  | { readonly kind: "unanswerable"; readonly reason: "agent" }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "sign_in"; readonly hint: string | null; readonly isAgain: boolean }
  | { readonly kind: "ask_agent"; readonly question: AgentQuestion };

const UNANSWERABLE: AgentDecision = { kind: "unanswerable", reason: "agent" };

/**
 * Decides what becomes of a request of an agent. Who is not signed in is asked to do that first, since it follows from a
 * person's accounts whether its document is fetched at all.
 * @param signedInAfter an instant after which the person has to have signed in, where `prompt=login` asked for that before
 */
export async function authorizeAgent(
  search: URLSearchParams,
  ctx: SessionContext | null,
  signedInAfter: Date | null,
): Promise<AgentDecision> {
  // Nobody knows yet where an answer may go: a request that may show no page gets none.
  if (ctx === null) return mayShowPage(search) ? signIn(search, false) : UNANSWERABLE;
  const opened = await openAgentRequest(search, ctx.user.id);
  if (!opened) return UNANSWERABLE;
  try {
    return await decide(opened, ctx, signedInAfter);
  } catch (error) {
    if (error instanceof OAuthError) return { kind: "redirect", to: refuseTo(opened, error) };
    throw error;
  }
}

function mayShowPage(search: URLSearchParams): boolean {
  return !search.getAll("prompt").some((prompt) => prompt.split(" ").includes("none"));
}

function signIn(search: URLSearchParams, isAgain: boolean): AgentDecision {
  return { kind: "sign_in", hint: hintOf(search), isAgain };
}

/** An address of mail to begin with, where the request can be read at all: what is wrong with it is told later. */
function hintOf(search: URLSearchParams): string | null {
  try {
    return readAgentRequest(search).loginHint;
  } catch (error) {
    if (error instanceof OAuthError) return null;
    throw error;
  }
}

async function decide(
  opened: OpenedAgent,
  ctx: SessionContext,
  signedInAfter: Date | null,
): Promise<AgentDecision> {
  const { agent, accounts, redirectUri, search } = opened;
  const request = readAgentRequest(search);
  const { prompts, names } = request;
  const mayAsk = !prompts.includes("none");
  if (prompts.includes("login") && !(await hasSignedInSince(ctx, signedInAfter))) return signIn(search, true);
  const held = await heldBy(ctx, accounts);
  // An address on the person's own computer is any program's: an earlier consent answers for none (RFC 8252 section 8.6).
  const mustAsk =
    prompts.includes("consent") || prompts.includes("select_account") || isOnThisComputer(redirectUri);
  const covering = held.find(({ scopes }) => covers(scopes, names));
  if (covering && !mustAsk) {
    const issued = { opened, request, keyId: covering.keyId, consent: covering.id };
    return { kind: "redirect", to: await unrecordedAtOnce("token", (tx) => issueAnswer(tx, issued)) };
  }
  if (!mayAsk) throw new OAuthError("consent_required", "The person has not consented to these scopes.");
  const [lesser] = held;
  const newNames = lesser ? names.filter((name) => !covers(lesser.scopes, [name])) : names;
  return {
    kind: "ask_agent",
    question: { agent, request, accounts, accountId: lesser?.accountId ?? null, newNames, redirectUri },
  };
}

/** What the person lets this agent do, in whichever of the accounts. */
async function heldBy(ctx: SessionContext, accounts: readonly AgentAccount[]) {
  const keyIds = accounts.flatMap(({ keyId }) => (keyId === null ? [] : [keyId]));
  return ask(async (db) => {
    const lists = await Promise.all(
      keyIds.map(async (keyId) => {
        const held = await heldConsents(db, ctx.user.id, keyId);
        return held.map((consent) => ({ ...consent, keyId }));
      }),
    );
    return lists.flat();
  });
}
