"use client";

import { useQuery } from "@tanstack/react-query";
import { Tabs } from "radix-ui";
import { useState } from "react";

import { useKey } from "@/components/key-detail/use-key";
import { Callout } from "@/components/ui/callout";
import { ErrorState, Skeleton } from "@/components/ui/states";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { redirectUrisQuery } from "@/lib/queries/keys/app-credentials";
import { RequestError } from "@/lib/queries/request";

import { NO_REDIRECT_URI } from "./app-values";
import { QUICK_START_GRANTS, QUICK_START_LANGUAGES, type QuickStartGrant } from "./quick-start-text";
import { QuickStartSample } from "./quick-start-sample";

type QuickStartPanelProps = {
  readonly accountId: string;
  readonly keyId: string;
  /** Addresses of console and gate, without a slash at their end. */
  readonly addresses: { readonly console: string; readonly gate: string };
};

const GRANTS: Record<QuickStartGrant, { readonly label: string; readonly purpose: string }> = {
  code: {
    label: "With a person",
    purpose: "Authorization Code with PKCE: the person allows the app in a browser. Tokens last 8 hours.",
  },
  refresh: {
    label: "Refresh",
    purpose: "Gets the next tokens from what the code grant has kept in tokens.json, without the person.",
  },
  assertion: {
    label: "Without the person",
    purpose: "JWT Grant: the app signs for a person who has allowed it once. Tokens last 1 hour.",
  },
};

const TAB =
  "-mb-px border-b-2 border-transparent py-2 whitespace-nowrap text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink";

/** How a program gets this app's tokens, filled in with what is the app's own. */
export function QuickStartPanel({ accountId, keyId, addresses }: QuickStartPanelProps) {
  const app = useKey(accountId, keyId);
  const query = useQuery(redirectUrisQuery(accountId, keyId));
  const [language, setLanguage] = useState<string>(QUICK_START_LANGUAGES[0]);
  if (!query.data) {
    if (!query.error) return <Skeleton className="h-96 w-full" />;
    return (
      <ErrorState
        detail={query.error.message}
        requestId={query.error instanceof RequestError ? query.error.requestId : null}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const [redirectUri] = query.data.redirectUris;
  const values = {
    issuer: addresses.console,
    api: addresses.gate,
    clientId: app.clientId,
    isPublic: app.isPublic,
    scopes: app.scopes,
    redirectUri: redirectUri ?? NO_REDIRECT_URI,
  };
  return (
    <Tabs.Root defaultValue="code" className="flex min-w-0 flex-col gap-4">
      <Tabs.List aria-label="Grant" className="flex gap-5 overflow-x-auto border-b border-line">
        {QUICK_START_GRANTS.map((grant) => (
          <Tabs.Trigger key={grant} value={grant} className={TAB}>
            {GRANTS[grant].label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {QUICK_START_GRANTS.map((grant) => (
        <Tabs.Content key={grant} value={grant} className="flex min-w-0 flex-col gap-4">
          <p className="max-w-[72ch] text-muted">{GRANTS[grant].purpose}</p>
          <Lacking app={app} grant={grant} hasRedirectUri={redirectUri !== undefined} />
          {grant === "assertion" && !mayActAlone(app) ? null : (
            <QuickStartSample grant={grant} values={values} language={language} onLanguage={setLanguage} />
          )}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function mayActAlone({ isPublic, scopes }: IntegrationKey): boolean {
  return !isPublic && scopes.includes("impersonation");
}

type LackingProps = {
  readonly app: IntegrationKey;
  readonly grant: QuickStartGrant;
  readonly hasRedirectUri: boolean;
};

/** What the app does not have yet that this grant needs, and where it is set. */
function Lacking({ app, grant, hasRedirectUri }: LackingProps) {
  if (app.status === "revoked") {
    return (
      <Callout tone="caution" title="This app is revoked">
        It gets no tokens any more.
      </Callout>
    );
  }
  if (grant === "assertion" && !mayActAlone(app)) {
    return (
      <Callout tone="neutral" title="This app can’t act for people who are not there">
        {app.isPublic
          ? "It is public, and can’t keep a private key."
          : "impersonation is not among its scopes. Create an app that has it."}
      </Callout>
    );
  }
  if (hasRedirectUri || grant === "refresh") return null;
  return (
    <Callout tone="caution" title="This app has no redirect URI yet">
      Add one under Credentials: it takes the place of app.example.com here, which nobody is sent to.
    </Callout>
  );
}
