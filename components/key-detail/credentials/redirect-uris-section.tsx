import { useId } from "react";

import { Button } from "@/components/ui/buttons/button";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { REDIRECT_URIS_PER_APP } from "@/lib/domain/apps/app-limits";
import { isLoopbackUri } from "@/lib/domain/apps/redirect-uri";

import type { OpenAct } from "./credential-act";
import { CredentialSection, NoneYet } from "./credential-section";
import { RemoveButton } from "./credential-row";

type RedirectUrisSectionProps = {
  readonly redirectUris: readonly string[];
  readonly canChange: boolean;
  readonly onAct: OpenAct;
};

/** Where people come back to once they have signed in. */
export function RedirectUrisSection({ redirectUris, canChange, onAct }: RedirectUrisSectionProps) {
  return (
    <CredentialSection
      id="redirect-uris-title"
      title="Redirect URIs"
      purpose="Where people come back to after they have signed in. A request must name one of these exactly, character by character; everything else is refused."
      count={{ used: redirectUris.length, limit: REDIRECT_URIS_PER_APP }}
      actions={
        canChange ? (
          <Button
            disabled={redirectUris.length >= REDIRECT_URIS_PER_APP}
            onClick={(event) => onAct({ act: "add-redirect-uri" }, event.currentTarget)}
          >
            Add redirect URI
          </Button>
        ) : null
      }
    >
      {redirectUris.length === 0 ? (
        <NoneYet>
          No redirect URI yet. Nobody can sign in to this app until it has one: https, or http on this
          computer alone for development.
        </NoneYet>
      ) : (
        <ul aria-label="Redirect URIs" className="border-t border-line">
          {redirectUris.map((uri) => (
            <UriRow
              key={uri}
              uri={uri}
              canChange={canChange}
              onRemove={(opener) =>
                onAct({ act: "remove-redirect-uri", uri, isLast: redirectUris.length === 1 }, opener)
              }
            />
          ))}
        </ul>
      )}
    </CredentialSection>
  );
}

type UriRowProps = {
  readonly uri: string;
  readonly canChange: boolean;
  readonly onRemove: (opener: HTMLElement) => void;
};

function UriRow({ uri, canChange, onRemove }: UriRowProps) {
  const uriId = useId();
  return (
    <li className="flex min-h-10 items-center gap-2 border-b border-line py-1 hover:bg-surface">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
        <code id={uriId} translate="no" className="min-w-0 text-sm break-all">
          {uri}
        </code>
        {isLoopbackUri(uri) ? <span className="text-sm text-muted">any port</span> : null}
      </div>
      <CopyButton text={uri} label="Copy redirect URI" />
      {canChange ? (
        <span className="min-w-18 text-right">
          <RemoveButton describedBy={uriId} onClick={onRemove} />
        </span>
      ) : null}
    </li>
  );
}
