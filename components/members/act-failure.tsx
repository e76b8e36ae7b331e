import { ErrorState } from "@/components/ui/states";
import { failureOf } from "@/lib/queries/failure";

/** Why a change of a member did not happen. */
export function ActFailure({ error }: { readonly error: Error | null }) {
  if (!error) return null;
  return <ErrorState {...failureOf(error, "Nothing was changed")} />;
}
