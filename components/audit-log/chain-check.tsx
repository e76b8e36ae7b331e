import { useMutation } from "@tanstack/react-query";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/states";
import type { ChainVerification } from "@/lib/contracts/audit";
import { verifyChainMutation } from "@/lib/queries/audit-log";
import { RequestError } from "@/lib/queries/request";
import { chainWords } from "@/lib/view/audit-words";

/** Recomputes the hash of every event on the server and says what it found. */
export function ChainCheck({ accountId }: { readonly accountId: string }) {
  const check = useMutation(verifyChainMutation(accountId));
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-[75ch] text-sm text-muted">
        Each event holds the hash of the one before it, so an event that is changed, removed or moved
        afterwards shows.
      </p>
      <Button isBusy={check.isPending} onClick={() => check.mutate()}>
        Check the record
      </Button>
      <div aria-live="polite" className="w-full max-w-160">
        {check.data ? <Result result={check.data} /> : null}
      </div>
      {check.error ? (
        <ErrorState
          title="The record was not checked"
          detail={check.error.message}
          requestId={check.error instanceof RequestError ? check.error.requestId : null}
        />
      ) : null}
    </div>
  );
}

function Result({ result }: { readonly result: ChainVerification }) {
  const words = chainWords(result);
  if (!result.isValid) {
    return (
      <Callout tone="danger" title={words}>
        Export the record now and tell support. Events before this one are intact.
      </Callout>
    );
  }
  return (
    <Callout tone="positive" title={words}>
      {result.events > 0 ? (
        <p>
          It ends with <code className="text-xs break-all">{result.headHash}</code>
          <CopyButton text={result.headHash} label="Copy hash" className="align-middle" /> Kept elsewhere,
          this hash proves later that nothing up to here was rewritten.
        </p>
      ) : (
        "Nothing has been written to it yet."
      )}
    </Callout>
  );
}
