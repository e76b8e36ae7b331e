import { ErrorState } from "@/components/ui/states";
import { failureOf } from "@/lib/queries/failure";
import { RequestError } from "@/lib/queries/request";

type LoadFailureProps = { readonly error: Error; readonly title?: string; readonly onRetry?: () => void };

/** What could not be loaded or, with a title, done; with the request id where the server gave one. */
export function LoadFailure({ error, title, onRetry }: LoadFailureProps) {
  if (title !== undefined) return <ErrorState {...failureOf(error, title)} />;
  return (
    <ErrorState
      detail={error.message}
      requestId={error instanceof RequestError ? error.requestId : null}
      {...(onRetry ? { onRetry } : {})}
    />
  );
}
