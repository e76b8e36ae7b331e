"use client";

import { useEffect, useRef } from "react";

import { Button, LinkButton } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { keyPage, replaceKeyPage } from "@/lib/addresses/pages";

type LostSecretProps = {
  readonly accountId: string;
  readonly lost: IntegrationKey;
  /** Left out where the form is of one replacement, which is done. */
  readonly onAgain?: () => void;
};

/** Says that the key was made, and that the one answer that held its secret never arrived (R9). */
export function LostSecret({ accountId, lost, onAgain }: LostSecretProps) {
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => words.current?.focus(), []);
  return (
    <div ref={words} tabIndex={-1} role="alert" className="max-w-160 outline-none">
      <Callout tone="danger" title="The key was created but its secret could not be shown">
        <p>{`The answer that held it was lost on the way, and a secret is in one answer only. Nobody can use “${lost.name}”. Revoke it and create another.`}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          <LinkButton href={keyPage(accountId, lost.id)}>Open it to revoke it</LinkButton>
          {onAgain ? (
            <Button onClick={onAgain}>Create another</Button>
          ) : (
            <LinkButton href={replaceKeyPage(accountId, lost.id)}>Replace it once more</LinkButton>
          )}
        </div>
      </Callout>
    </div>
  );
}
