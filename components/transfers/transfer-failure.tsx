import { ErrorState } from "@/components/ui/states";
import { RequestError } from "@/lib/queries/request";
import { failureOf } from "@/lib/queries/failure";

type TransferFailureProps = {
  readonly error: Error | null;
  /** Pointers of the fields that show their faults themselves. */
  readonly fields: readonly string[];
};

/** Why a step of a transfer was not taken; what is wrong with a field stands at the field. */
export function TransferFailure({ error, fields }: TransferFailureProps) {
  if (
    !error ||
    (error instanceof RequestError && error.errors.some(({ pointer }) => fields.includes(pointer)))
  ) {
    return null;
  }
  return <ErrorState {...failureOf(error, "Nothing was changed")} />;
}

/** What the server found wrong with a field. */
export function faultAt(error: Error | null, pointer: string): string | undefined {
  if (!(error instanceof RequestError)) return undefined;
  return error.errors.find((fault) => fault.pointer === pointer)?.detail;
}
