import { isOnThisComputer } from "../../domain/apps/redirect-uri";
import { covers, type GrantName } from "../../domain/oauth/asked-scopes";
import type { AuthorizationRequest } from "../../domain/oauth/requests/authorization-request";
import { OAuthError } from "../../domain/oauth/oauth-error";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { unrecordedAtOnce } from "../../kernel/unrecorded";
import type { OAuthApp } from "../clients/apps";
import { eligibleAccounts, type EligibleAccount } from "../consents/eligible";
import { heldConsents, type HeldConsent } from "../consents/find";
import { findCover, type Cover } from "../organization-consents/cover";
import { authorizeAgent, type AgentQuestion } from "./agent/authorize-agent";
import { alreadyAllowed, askAdmin, type OrganizationQuestion } from "./for-organization";
import { issueAnswer } from "./issue-code";
import {
  openRequest,
  readForAny,
  readRequest,
  refuseTo,
  type OpenedRequest,
  type Unanswerable,
} from "./open";
import { hasSignedInSince } from "./signed-in-since";

/** What a person is asked on the consent page. */
export type Question = {
  readonly app: OAuthApp;
  readonly request: AuthorizationRequest;
  /** Where the app may act, of which one is chosen; none where the person has no account of its environment. */
  readonly accounts: readonly EligibleAccount[];
  /** The account to begin with: where there is a consent already, to all of it or to less. */
  readonly accountId: string | null;
  /** What is asked beyond an earlier consent; all of it where there is none. */
  readonly newNames: readonly GrantName[];
  /** True where any program on the person's computer could ask as this app, so that each asks anew. */
  readonly isForAnyProgram: boolean;
  readonly redirectUri: string;
};

/** What becomes of a request that a browser brings. */
export type Decision =
  | { readonly kind: "unanswerable"; readonly reason: Unanswerable }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "sign_in"; readonly hint: string | null; readonly isAgain: boolean }
  | { readonly kind: "ask"; readonly question: Question }
  | { readonly kind: "ask_admin"; readonly question: OrganizationQuestion }
  | { readonly kind: "ask_agent"; readonly question: AgentQuestion };

/**
 * The app of the environment in which the person has an account, or lets it act, production's first; and what is asked of it.
 */
export type Chosen = {
  readonly app: OAuthApp;
  readonly request: AuthorizationRequest;
  readonly accounts: readonly EligibleAccount[];
  /** What the person lets it do already. */
  readonly held: readonly HeldConsent[];
};

/**
 * Decides what becomes of a request: a page where it can't be answered, sign-in, the question, or the answer where the
 * person has consented to all of it already, or their organization has.
 * @param ctx null while nobody is signed in
 * @param signedInAfter an instant after which the person has to have signed in, where `prompt=login` asked for that before
 */
export async function authorize(
  search: URLSearchParams,
  ctx: SessionContext | null,
  signedInAfter: Date | null,
): Promise<Decision> {
  const opened = await openRequest(search);
  if (opened === "agent") return authorizeAgent(search, ctx, signedInAfter);
  if (typeof opened === "string") return { kind: "unanswerable", reason: opened };
  try {
    return await decide(opened, ctx, signedInAfter);
  } catch (error) {
    if (error instanceof OAuthError) return { kind: "redirect", to: refuseTo(opened, error) };
    throw error;
  }
}

async function decide(
  opened: OpenedRequest,
  ctx: SessionContext | null,
  signedInAfter: Date | null,
): Promise<Decision> {
  const { prompts, loginHint } = readForAny(opened);
  const mayAsk = !prompts.includes("none");
  if (ctx === null || (prompts.includes("login") && !(await hasSignedInSince(ctx, signedInAfter)))) {
    if (!mayAsk) throw new OAuthError("login_required", "Nobody is signed in in this browser.");
    return { kind: "sign_in", hint: loginHint, isAgain: ctx !== null };
  }
  const chosen = await ask((db) => chooseApp(db, opened, ctx.user.id));
  const { app, request, accounts, held } = chosen;
  const mustAsk =
    prompts.includes("consent") || prompts.includes("select_account") || isForAnyProgram(opened, chosen);
  const answerBy = async (consent: string | Cover): Promise<Decision> => {
    const issued = { opened, request, keyId: app.id, consent };
    return { kind: "redirect", to: await unrecordedAtOnce("token", (tx) => issueAnswer(tx, issued)) };
  };
  if (request.organizationNames !== null) {
    const allowed = mustAsk ? null : await alreadyAllowed(ctx, chosen);
    if (allowed !== null) return answerBy(allowed);
    if (!mayAsk) throw new OAuthError("consent_required", "An admin of the organization has not consented.");
    return { kind: "ask_admin", question: await askAdmin(ctx, opened, chosen) };
  }
  const covering = held.find(({ scopes }) => covers(scopes, request.names));
  const consent = mustAsk
    ? null
    : (covering?.id ??
      (await ask((db) => findCover(db, { keyId: app.id, userId: ctx.user.id, names: request.names }))));
  if (consent) return answerBy(consent);
  if (!mayAsk) throw new OAuthError("consent_required", "The person has not consented to these scopes.");
  const open = held.filter(({ accountId }) => accounts.some(({ id }) => id === accountId));
  const lesser = open.find(({ scopes }) => covers(scopes, request.names)) ?? open[0];
  return {
    kind: "ask",
    question: {
      app,
      request,
      accounts,
      accountId: lesser?.accountId ?? null,
      newNames: request.names.filter((name) => !lesser || !covers(lesser.scopes, [name])),
      isForAnyProgram: isForAnyProgram(opened, chosen),
      redirectUri: opened.redirectUri,
    },
  };
}

/**
 * True where any program on the person's computer could ask as this app and get tokens: neither a secret nor the address says
 * that it is the app. An earlier consent answers for none of them (RFC 8252 section 8.6).
 */
function isForAnyProgram({ redirectUri }: OpenedRequest, { app, request }: Chosen): boolean {
  return isOnThisComputer(redirectUri) && (app.isPublic || request.responseType === "token");
}

/** The app that a person is asked about. @throws OAuthError where it may not ask for this */
export async function chooseApp(db: Reader, opened: OpenedRequest, userId: string): Promise<Chosen> {
  for (const app of opened.apps) {
    const accounts = await eligibleAccounts(db, userId, app.environment);
    const held = await heldConsents(db, userId, app.id);
    if (accounts.length > 0 || held.length > 0) {
      return { app, accounts, held, request: readRequest(opened, app) };
    }
  }
  const [app] = opened.apps;
  return { app, accounts: [], held: [], request: readRequest(opened, app) };
}
