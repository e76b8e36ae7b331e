import { useId } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ClientSecret } from "@/lib/contracts/keys/app-credentials";
import { SECRETS_PER_APP } from "@/lib/domain/apps/app-limits";
import { notBefore } from "@/lib/domain/time/not-before";

import type { OpenAct } from "./credential-act";
import { CredentialSection, NoneYet } from "./credential-section";
import { LastUsed, NARROW_ONLY, RemoveButton, WIDE } from "./credential-row";
import { lastUse, RemovedUses, UseRow, type Uses } from "./credential-use-line";

type SecretsSectionProps = {
  readonly secrets: readonly ClientSecret[];
  readonly isPublic: boolean;
  readonly canChange: boolean;
  readonly uses: Uses;
  readonly now: string;
  readonly onAct: OpenAct;
};

const PURPOSE =
  "What your server proves itself with when it exchanges a code or refreshes a token. Have two for a change without a gap: add the new one, deploy it, remove the old one.";

/** The client secrets of an app: what is left of each once it was shown. */
export function SecretsSection({ secrets, isPublic, canChange, uses, now, onAct }: SecretsSectionProps) {
  const isFull = secrets.length >= SECRETS_PER_APP;
  if (isPublic) {
    return (
      <CredentialSection
        id="secrets-title"
        title="Client secrets"
        purpose="What an app on a server of yours proves itself with."
        count={null}
        actions={null}
      >
        <Callout tone="neutral" title="A public app has none">
          <p>
            Whoever has the app could read a secret in it. It proves itself with PKCE instead: a new proof for
            each sign-in, which is nothing to store.
          </p>
        </Callout>
      </CredentialSection>
    );
  }
  return (
    <CredentialSection
      id="secrets-title"
      title="Client secrets"
      purpose={PURPOSE}
      count={{ used: secrets.length, limit: SECRETS_PER_APP }}
      actions={
        canChange ? (
          <Button
            variant={secrets.length === 0 ? "primary" : "secondary"}
            disabled={isFull}
            onClick={(event) => onAct({ act: "add-secret" }, event.currentTarget)}
          >
            Add secret
          </Button>
        ) : null
      }
    >
      {secrets.length === 0 ? (
        <NoneYet>No client secret yet. Without one your server can't exchange a code for a token.</NoneYet>
      ) : (
        <Table label="Client secrets">
          <thead>
            <Tr>
              <Th>Name</Th>
              <Th className={WIDE}>Ends in</Th>
              <Th className={WIDE}>Created</Th>
              <Th>Last used</Th>
              <Th className={WIDE}>Expires</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </Tr>
          </thead>
          <tbody>
            {secrets.map((secret) => (
              <SecretRow
                key={secret.id}
                secret={secret}
                canChange={canChange}
                uses={uses}
                now={now}
                onAct={onAct}
              />
            ))}
          </tbody>
        </Table>
      )}
      <RemovedUses kind="client_secret" uses={uses} now={now} />
    </CredentialSection>
  );
}

type SecretRowProps = Omit<SecretsSectionProps, "secrets" | "isPublic"> & { readonly secret: ClientSecret };

function SecretRow({ secret, canChange, uses, now, onAct }: SecretRowProps) {
  const nameId = useId();
  return (
    <>
      <Tr className="[&&]:border-b-0">
        <Td className="max-w-40 sm:max-w-80">
          <span id={nameId} className="block truncate font-medium" title={secret.name}>
            {secret.name}
          </span>
          <span className={NARROW_ONLY}>
            <span>
              <span>ends in</span> <code translate="no">{`…${secret.lastFour}`}</code>
            </span>
            {secret.expiresAt === null ? (
              <span>no expiry</span>
            ) : (
              <span>
                {secret.expiresAt > now ? <span>expires </span> : null}
                <Expiry expiresAt={secret.expiresAt} now={now} />
              </span>
            )}
          </span>
        </Td>
        <Td className={WIDE}>
          <code translate="no" className="text-sm text-muted">{`…${secret.lastFour}`}</code>
        </Td>
        <Td className={WIDE}>
          <Time at={secret.createdAt} now={notBefore(now, secret.createdAt)} />
        </Td>
        <Td>
          <LastUsed at={lastUse(secret, uses)} now={now} />
        </Td>
        <Td className={WIDE}>
          <Expiry expiresAt={secret.expiresAt} now={now} />
        </Td>
        <Td className="w-20 text-right">
          {canChange ? (
            <RemoveButton
              describedBy={nameId}
              onClick={(opener) =>
                onAct({ act: "remove-credential", kind: "secrets", id: secret.id }, opener)
              }
            />
          ) : null}
        </Td>
      </Tr>
      <UseRow id={secret.id} uses={uses} columns={6} now={now} />
    </>
  );
}

function Expiry({ expiresAt, now }: { readonly expiresAt: string | null; readonly now: string }) {
  if (expiresAt === null) return <span className="text-muted">When it is removed</span>;
  if (expiresAt > now) return <Time at={expiresAt} now={now} />;
  return (
    <span className="inline-flex items-center gap-2">
      <Badge tone="caution">Expired</Badge>
      <Time at={expiresAt} now={now} />
    </span>
  );
}
