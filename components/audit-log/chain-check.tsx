import type { UseMutationResult } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { ErrorState } from "@/components/ui/states";
import type { ChainVerification } from "@/lib/contracts/accounts/audit";
import { RequestError } from "@/lib/queries/request";
import { chainWords, differenceWords } from "@/lib/domain/record/chain-words";

type ChainCheckResultProps = {
  readonly check: UseMutationResult<ChainVerification, Error, void>;
};

/** What recomputing the hash of every event on the server found. */
export function ChainCheckResult({ check }: ChainCheckResultProps) {
  return (
    <>
      <div aria-live="polite" className="empty:hidden">
        {check.data ? <Result result={check.data} /> : null}
      </div>
      {check.error ? (
        <ErrorState
          title="The record was not checked"
          detail={check.error.message}
          requestId={check.error instanceof RequestError ? check.error.requestId : null}
        />
      ) : null}
    </>
  );
}

function Result({ result }: { readonly result: ChainVerification }) {
  const words = chainWords(result);
  if (result.firstFault) {
    return (
      <Callout tone="danger" title={words}>
        {`Export the record now and tell support.${
          result.firstFault.sequence > 1 ? " Events before this one are intact." : ""
        }`}
      </Callout>
    );
  }
  if (!result.isValid) return <Differences result={result} title={words} />;
  return (
    <Callout tone="positive" title={words}>
      <p>
        <span>Keys, members, policy and account are as the events say. The record ends with</span>{" "}
        <code translate="no" className="text-xs break-all">
          {result.headHash}
        </code>
        <CopyButton text={result.headHash} label="Copy hash" className="align-middle" />{" "}
        <span>Kept elsewhere, this hash proves later that nothing up to here was rewritten.</span>
      </p>
    </Callout>
  );
}

/** What was changed past the product: named, since the record alone says how it was. */
function Differences({ result, title }: { readonly result: ChainVerification; readonly title: string }) {
  const more = result.differenceCount - result.differences.length;
  return (
    <Callout tone="danger" title={title}>
      <p>Something was changed without this product. Export the record now and tell support.</p>
      <ul className="mt-2 list-disc ps-5 break-words">
        {result.differences.map((difference) => (
          <li key={`${difference.subjectKind} ${difference.subjectId} ${difference.field}`}>
            {differenceWords(difference)}
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="mt-2">{`And ${more} more.`}</p> : null}
    </Callout>
  );
}
