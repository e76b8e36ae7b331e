import { ErrorState } from "@/components/ui/states";
import { RequestError } from "@/lib/queries/request";

/** Why a change of a member did not happen. */
export function ActFailure({ error }: { readonly error: Error | null }) {
  if (!error) return null;
  return (
    <ErrorState
      title="Nothing was changed"
      detail={error.message}
      requestId={error instanceof RequestError ? error.requestId : null}
    />
  );
}
