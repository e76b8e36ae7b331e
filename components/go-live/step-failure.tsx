import { ErrorState } from "@/components/ui/states";
import { RequestError } from "@/lib/queries/request";
import { failureOf } from "@/lib/queries/failure";

/** Why a step was not taken; what is wrong with a field stands at the field. */
export function StepFailure({ error }: { readonly error: Error | null }) {
  if (!error || (error instanceof RequestError && error.errors.some(({ pointer }) => pointer !== "")))
    return null;
  return <ErrorState {...failureOf(error, "Nothing was changed")} />;
}

/** What the server found wrong with a field. */
export function faultAt(error: Error | null, pointer: string): string | undefined {
  if (!(error instanceof RequestError)) return undefined;
  return error.errors.find((fault) => fault.pointer === pointer)?.detail;
}
