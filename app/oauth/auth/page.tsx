import type { Metadata, Route } from "next";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";

import { Consent } from "@/components/consent/consent";
import { OrganizationConsent } from "@/components/consent/organization-consent";
import { PlainPage } from "@/components/ui/plain-page";
import { newPasswordPage, signInPage } from "@/lib/addresses/pages";
import { consentTicket } from "@/lib/auth/consent-ticket";
import { orNotFound } from "@/lib/auth/page";
import { PATH_HEADER } from "@/lib/auth/request";
import { pageSession } from "@/lib/auth/session";
import { consentLines, organizationLines } from "@/lib/domain/oauth/consent-lines";
import { AGENT_SCOPES } from "@/lib/domain/oauth/agents/agent-document";
import { answerCaution } from "@/lib/domain/oauth/agents/answer-place";
import type { AgentQuestion } from "@/lib/oauth/authorization/agent/authorize-agent";
import { authorize, type Question } from "@/lib/oauth/authorization/authorize";
import type { OrganizationQuestion } from "@/lib/oauth/authorization/for-organization";
import { durationText } from "@/lib/domain/oauth/duration-text";

export const metadata: Metadata = { title: "Allow an application" };

/** Since when the person has to have signed in, where an app asked for that; written by this page alone. */
const SIGNED_IN_AFTER = "signed_in_after";

/** Of this process and of the database, which says when a session began. */
const CLOCKS_DIFFER_MS = 30_000;

/** Where apps send people: to sign in, to be asked, or straight back where all was allowed before. */
export default async function AuthorizationPage() {
  const path = (await headers()).get(PATH_HEADER) ?? "";
  const raw = path.slice(path.indexOf("?") + 1);
  const search = new URLSearchParams(path.includes("?") ? raw : "");
  const session = await orNotFound(pageSession());
  if (session?.mustChangePassword) redirect(newPasswordPage({ next: path }));
  const decision = await orNotFound(authorize(search, session, readInstant(search)));
  switch (decision.kind) {
    case "unanswerable":
      return notFound();
    case "redirect":
      // The one address of another site that a page leads to: the app's own, character by character.
      return redirect(decision.to as Route);
    case "sign_in":
      return redirect(
        signInPage({
          next: comingBack(search),
          ...(decision.isAgain ? { reason: "again" } : {}),
          ...(decision.hint === null ? {} : { email: decision.hint }),
        }),
      );
    case "ask":
    case "ask_agent": {
      if (!session) return notFound();
      const { title, purpose, ...shown } =
        decision.kind === "ask" ? viewOf(decision.question) : viewOfAgent(decision.question);
      const { request, newNames } = decision.question;
      return (
        <PlainPage title={title} purpose={purpose}>
          <Consent
            {...shown}
            {...askedOf(decision.question)}
            lines={consentLines(request.names, newNames, shown.scopes)}
            person={session.user}
            request={raw}
            ticket={consentTicket(session.sessionId, raw)}
          />
        </PlainPage>
      );
    }
    case "ask_admin": {
      const { app } = decision.question;
      if (!session) return notFound();
      return (
        <PlainPage
          title={`Allow ${app.name} for everybody?`}
          purpose={`It is an application of ${app.manager.name}, and asks to act for all people of your organization’s domains.`}
        >
          <OrganizationConsent
            {...organizationViewOf(decision.question)}
            person={session.user}
            request={raw}
            ticket={consentTicket(session.sessionId, raw)}
          />
        </PlainPage>
      );
    }
  }
}

/** What is asked, of an app and of an agent alike. */
function askedOf({ request, accountId, redirectUri }: Question | AgentQuestion) {
  return {
    names: request.names,
    duration: durationText(request),
    resource: request.resource,
    host: new URL(redirectUri).host,
    accountId,
  };
}

function viewOf({ app, accounts, isForAnyProgram }: Question) {
  const { name, environment, scopes, manager } = app;
  return {
    title: `Allow ${name}?`,
    purpose: `It is an application of ${manager.name}, and asks to act for you.`,
    who: [["Application", `${name}, of ${manager.name}`]] as const,
    ifNoAccount: `You are in no ${environment} account. Ask an admin of yours to invite you, or go back with Deny.`,
    isAgent: false,
    isForAnyProgram,
    caution: null,
    scopes,
    accounts: accounts.map((account) => ({ ...account, environment })),
  };
}

/** Its host is what is verified: its name is what it says. */
function viewOfAgent({ agent, accounts, redirectUri }: AgentQuestion) {
  return {
    title: `Allow an agent of ${agent.host}?`,
    purpose: `A program that acts by itself asks to act for you. It calls itself “${agent.name}”, which nobody has verified.`,
    who: [
      ["Agent of", agent.host],
      ["Calls itself", agent.name],
    ] as const,
    ifNoAccount: "No account of yours lets agents ask.",
    isAgent: true,
    isForAnyProgram: false,
    caution: answerCaution(agent, redirectUri),
    scopes: AGENT_SCOPES,
    accounts,
  };
}

function organizationViewOf({
  app,
  names,
  request,
  organizations,
  account,
  redirectUri,
}: OrganizationQuestion) {
  const { name, environment, scopes, manager } = app;
  return {
    app: { name, environment, manager: manager.name },
    lines: organizationLines(names, scopes),
    ownNames: request.names,
    organizations,
    account,
    host: new URL(redirectUri).host,
  };
}

/** This request again, once somebody has signed in. */
function comingBack(search: URLSearchParams): string {
  const again = new URLSearchParams(search);
  again.delete(SIGNED_IN_AFTER);
  again.set(SIGNED_IN_AFTER, String(Date.now() - CLOCKS_DIFFER_MS));
  return `/oauth/auth?${again}`;
}

function readInstant(search: URLSearchParams): Date | null {
  const text = search.get(SIGNED_IN_AFTER) ?? "";
  return /^\d{13}$/.test(text) ? new Date(Number(text)) : null;
}
