"use client";

import { useEffect, useRef } from "react";

import { LinkButton } from "@/components/ui/buttons/button";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { keyPage } from "@/lib/addresses/pages";

type AppMadeProps = { readonly accountId: string; readonly made: IntegrationKey };

/** Stands in place of the form once an app is made: its GUID to copy at once, and what it needs before it can do anything. */
export function AppMade({ accountId, made }: AppMadeProps) {
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => words.current?.focus(), []);
  return (
    <div
      ref={words}
      tabIndex={-1}
      className="max-w-160 rounded-md border border-line bg-surface outline-none"
    >
      <div className="flex flex-col gap-4 px-5 py-5">
        <div>
          <h2 className="text-lg font-semibold break-words">{`“${made.name}” is made`}</h2>
          <p className="mt-0.5 text-muted">
            Its GUID is its client id: no secret, and the same in production later.
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
          <span className="text-sm text-muted">GUID</span>
          <code translate="no" className="min-w-0 flex-1 break-all">
            {made.clientId}
          </code>
          <CopyButton text={made.clientId} label="Copy GUID" variant="secondary" />
        </div>
        <div>
          <h3 className="font-medium">Before it gets its first token</h3>
          <ol className="mt-1.5 flex list-decimal flex-col gap-1 pl-5">
            <li>Add the redirect URI that people come back to after they have signed in.</li>
            <li>
              {made.isPublic
                ? "Nothing to store: it proves itself with PKCE, anew for each sign-in."
                : "Add a client secret for your server, or a key pair if it acts without people (JWT Grant)."}
            </li>
            <li>Send people to sign in, and exchange the code for a token.</li>
          </ol>
        </div>
      </div>
      <div className="flex flex-wrap gap-2 border-t border-line px-5 py-3">
        <LinkButton href={keyPage(accountId, made.id, { tab: "credentials" })} variant="primary">
          Set up credentials
        </LinkButton>
        <LinkButton href={keyPage(accountId, made.id)}>See the app</LinkButton>
      </div>
    </div>
  );
}
