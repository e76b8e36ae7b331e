import { ErrorState } from "@/components/ui/states";
import { RequestError } from "@/lib/queries/request";

type LoadFailureProps = { readonly error: Error; readonly title?: string; readonly onRetry?: () => void };

/** What could not be loaded or done, with the request id where the server gave one. */
export function LoadFailure({ error, title, onRetry }: LoadFailureProps) {
  return (
    <ErrorState
      {...(title ? { title } : {})}
      detail={error.message}
      requestId={error instanceof RequestError ? error.requestId : null}
      {...(onRetry ? { onRetry } : {})}
    />
  );
}
