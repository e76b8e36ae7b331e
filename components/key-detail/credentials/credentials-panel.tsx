"use client";

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { DialogLoading } from "@/components/ui/dialogs/dialog-loading";
import { giveFocusBack } from "@/components/ui/dialogs/lasting-focus";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { useKey, useKeyNow } from "@/components/key-detail/use-key";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { credentialUsesQuery } from "@/lib/queries/keys/app-credentials";
import { RequestError } from "@/lib/queries/request";

import type { CredentialAct } from "./credential-act";
import { GrantOverview } from "./grant-overview";
import { ImplicitSection } from "./implicit-section";
import { KeyPairsSection } from "./key-pairs-section";
import { RedirectUrisSection } from "./redirect-uris-section";
import { SecretsSection } from "./secrets-section";
import { useAppSetup } from "./use-app-setup";

/** Loaded when it is asked for: dialogs are heavy, and most looks at the tab need none. */
const CredentialDialog = lazy(() =>
  import("./dialogs/credential-dialog").then((module) => ({ default: module.CredentialDialog })),
);

type CredentialsPanelProps = { readonly accountId: string; readonly keyId: string; readonly now: string };
type Open = { readonly act: CredentialAct; readonly opener: HTMLElement };

/** What an app proves itself with and where its people come back to, from empty to full. */
export function CredentialsPanel({ accountId, keyId, now: start }: CredentialsPanelProps) {
  const app = useKey(accountId, keyId);
  const now = useKeyNow(start, app);
  const { lists, error, retry } = useAppSetup(accountId, keyId);
  const uses = useQuery(credentialUsesQuery(accountId, keyId));
  const [open, setOpen] = useState<Open | null>(null);
  const [said, setSaid] = useState("");
  if (!lists) {
    if (!error) return <PanelSkeleton />;
    return (
      <ErrorState
        detail={error.message}
        requestId={error instanceof RequestError ? error.requestId : null}
        onRetry={retry}
      />
    );
  }
  const canChange = app.canManage && app.status !== "revoked";
  const shared = {
    canChange,
    now,
    onAct: (act: CredentialAct, opener: HTMLElement) => {
      setSaid("");
      setOpen({ act, opener });
    },
  };
  const used = { ...shared, uses: uses.data ?? (uses.error ? ("failed" as const) : null) };
  const close = (message?: string) => {
    setSaid(message ?? "");
    setOpen(null);
    // After the dialog has gone: it would take the focus to where it came from, which may be a dialog itself.
    if (open) requestAnimationFrame(() => giveFocusBack(open.opener));
  };
  return (
    <div className="flex flex-col gap-9">
      <output className="sticky top-16 z-20 w-fit max-w-full rounded-md border border-positive bg-positive-soft px-3 py-2 text-sm font-medium break-words text-positive shadow-float empty:hidden nav:top-3">
        {said}
      </output>
      <WhyReadOnly app={app} />
      <GrantOverview
        setup={{
          isPublic: app.isPublic,
          isImplicitAllowed: app.isImplicitAllowed,
          secrets: lists.secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now).length,
          keyPairs: lists.keyPairs.length,
          redirectUris: lists.redirectUris.length,
          canImpersonate: app.scopes.includes("impersonation"),
        }}
      />
      <SecretsSection secrets={lists.secrets} isPublic={app.isPublic} {...used} />
      <RedirectUrisSection redirectUris={lists.redirectUris} {...shared} />
      <KeyPairsSection keyPairs={lists.keyPairs} isPublic={app.isPublic} {...used} />
      <ImplicitSection isAllowed={app.isImplicitAllowed} {...shared} />
      {open ? (
        // A boundary of its own: else the page would be hidden meanwhile, and the focus lost.
        <Suspense fallback={<DialogLoading />}>
          <CredentialDialog act={open.act} app={app} accountId={accountId} now={now} onClose={close} />
        </Suspense>
      ) : null}
    </div>
  );
}

function WhyReadOnly({ app }: { readonly app: IntegrationKey }) {
  if (app.status === "revoked") {
    return (
      <p className="text-muted">
        This app is revoked: nothing of what is listed here works any more, and nothing can be changed.
      </p>
    );
  }
  if (app.canManage) return null;
  if (app.canRevoke) {
    return (
      <p className="text-muted">
        The account is closed: nothing of this can be changed. The app can be revoked, or transferred.
      </p>
    );
  }
  return (
    <p className="text-muted">{`You can look at this. ${app.createdBy.name}, who created the app, or an admin of the account can change it.`}</p>
  );
}

const SECTIONS = ["secrets", "uris", "pairs"] as const;

function PanelSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-9">
      <span className="sr-only">Loading the credentials</span>
      <Skeleton className="h-32" />
      {SECTIONS.map((section) => (
        <div key={section} className="flex flex-col gap-3">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-16" />
        </div>
      ))}
    </div>
  );
}
