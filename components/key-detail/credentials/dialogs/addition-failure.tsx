import { Callout } from "@/components/ui/callout";
import { ErrorState } from "@/components/ui/states";
import type { RequestError } from "@/lib/queries/request";
import { failureOf, isOutcomeUnknown } from "@/lib/queries/failure";

type AdditionFailureProps = {
  readonly failure: RequestError | null;
  /** What is to be done where nobody knows whether it was added: its value was in the answer that got lost. */
  readonly ifUnsure: string;
};

/** Why nothing was added, or that nobody knows. What belongs to a field stands at the field. */
export function AdditionFailure({ failure, ifUnsure }: AdditionFailureProps) {
  if (!failure || failure.errors.length > 0) return null;
  if (isOutcomeUnknown(failure)) {
    return (
      <div role="alert">
        <Callout tone="danger" title="No clear answer came back">
          <p>{`${failure.message} ${ifUnsure}`}</p>
        </Callout>
      </div>
    );
  }
  return <ErrorState {...failureOf(failure, "Nothing was added")} />;
}
