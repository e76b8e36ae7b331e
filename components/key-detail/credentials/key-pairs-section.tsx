import { useId } from "react";

import { Button } from "@/components/ui/buttons/button";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { KeyPair } from "@/lib/contracts/keys/app-credentials";
import { KEY_PAIRS_PER_APP, RSA_BITS_ADVISED } from "@/lib/domain/apps/app-limits";
import { number } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

import type { OpenAct } from "./credential-act";
import { CredentialSection, NoneYet } from "./credential-section";
import { LastUsed, NARROW_ONLY, RemoveButton, WIDE } from "./credential-row";
import { lastUse, RemovedUses, UseRow, type Uses } from "./credential-use-line";

type KeyPairsSectionProps = {
  readonly keyPairs: readonly KeyPair[];
  readonly isPublic: boolean;
  readonly canChange: boolean;
  readonly uses: Uses;
  readonly now: string;
  readonly onAct: OpenAct;
};

/** The RSA keys of an app: their public halves, by thumbprint. */
export function KeyPairsSection({ keyPairs, isPublic, canChange, uses, now, onAct }: KeyPairsSectionProps) {
  const isFull = keyPairs.length >= KEY_PAIRS_PER_APP;
  return (
    <CredentialSection
      id="key-pairs-title"
      title="RSA key pairs"
      purpose={
        isPublic
          ? "For JWT Grant, from a server of yours alone: in the app itself a private key is no safer than a secret."
          : "For JWT Grant: your server signs with the private key, and only the public one is kept here. Any key of this list that verifies the signature will do."
      }
      count={{ used: keyPairs.length, limit: KEY_PAIRS_PER_APP }}
      actions={
        canChange ? (
          <>
            <Button
              disabled={isFull}
              onClick={(event) => onAct({ act: "generate-pair" }, event.currentTarget)}
            >
              Generate key pair
            </Button>
            <Button disabled={isFull} onClick={(event) => onAct({ act: "upload-key" }, event.currentTarget)}>
              Upload public key
            </Button>
          </>
        ) : null
      }
    >
      {keyPairs.length === 0 ? (
        <NoneYet>
          No key pair yet. Generate one and take its private key along, or upload the public key of one that
          never leaves your server.
        </NoneYet>
      ) : (
        <Table label="RSA key pairs">
          <thead>
            <Tr>
              <Th>Name</Th>
              <Th className={WIDE}>Thumbprint</Th>
              <Th className={WIDE}>Length</Th>
              <Th className={WIDE}>Created</Th>
              <Th>Last used</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </Tr>
          </thead>
          <tbody>
            {keyPairs.map((pair) => (
              <KeyPairRow
                key={pair.id}
                pair={pair}
                canChange={canChange}
                uses={uses}
                now={now}
                onAct={onAct}
              />
            ))}
          </tbody>
        </Table>
      )}
      <RemovedUses kind="rsa_public_key" uses={uses} now={now} />
    </CredentialSection>
  );
}

type KeyPairRowProps = Omit<KeyPairsSectionProps, "keyPairs" | "isPublic"> & { readonly pair: KeyPair };

function KeyPairRow({ pair, canChange, uses, now, onAct }: KeyPairRowProps) {
  const nameId = useId();
  return (
    <>
      <Tr className="[&&]:border-b-0">
        <Td className="max-w-40 sm:max-w-72">
          <span id={nameId} className="block truncate font-medium" title={pair.name}>
            {pair.name}
          </span>
          <span className={NARROW_ONLY}>
            <Length bits={pair.bits} />
            <code translate="no" title={pair.thumbprint}>{`${pair.thumbprint.slice(0, 8)}…`}</code>
          </span>
        </Td>
        <Td className={WIDE}>
          <span className="flex items-center">
            <code translate="no" className="text-sm text-muted" title={pair.thumbprint}>
              {`${pair.thumbprint.slice(0, 12)}…`}
            </code>
            <CopyButton text={pair.thumbprint} label="Copy thumbprint" />
          </span>
        </Td>
        <Td className={WIDE}>
          <Length bits={pair.bits} />
        </Td>
        <Td className={WIDE}>
          <Time at={pair.createdAt} now={notBefore(now, pair.createdAt)} />
        </Td>
        <Td>
          <LastUsed at={lastUse(pair, uses)} now={now} />
        </Td>
        <Td className="w-20 text-right">
          {canChange ? (
            <RemoveButton
              describedBy={nameId}
              onClick={(opener) =>
                onAct({ act: "remove-credential", kind: "key-pairs", id: pair.id }, opener)
              }
            />
          ) : null}
        </Td>
      </Tr>
      <UseRow id={pair.id} uses={uses} columns={6} now={now} />
    </>
  );
}

function Length({ bits }: { readonly bits: number }) {
  const isShort = bits < RSA_BITS_ADVISED;
  return (
    <span
      className={isShort ? "text-caution" : undefined}
      title={isShort ? "Enough until 2030; 3,072 bits are advised for a new key." : undefined}
    >
      {`${number(bits)} bits${isShort ? ", short" : ""}`}
    </span>
  );
}
