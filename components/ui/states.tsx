import { clsx } from "clsx";
import type { ReactNode } from "react";

import { BUTTON_LOOKS, BUTTON_SHAPE } from "./buttons/button-look";
import { CopyLater } from "./buttons/copy-later";

type EmptyStateProps = { readonly title: string; readonly children: ReactNode; readonly action?: ReactNode };

/** Stands where nothing is yet: one sentence that teaches, and the next step. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border border-dashed border-line-strong/50 px-6 py-8">
      <div className="max-w-prose">
        <h2 className="text-lg font-semibold">{title}</h2>
        <div className="mt-1 text-muted">{children}</div>
      </div>
      {action}
    </div>
  );
}

type ErrorStateProps = {
  readonly title?: string;
  readonly detail: string;
  readonly requestId?: string | null;
  readonly onRetry?: () => void;
};

/** Stands where something failed: what, the id under which support finds it, and a way on. */
export function ErrorState({
  title = "This could not be loaded",
  detail,
  requestId,
  onRetry,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className="flex flex-col items-start gap-3 rounded-md border border-danger/40 bg-danger-soft px-6 py-5"
    >
      <div className="max-w-prose">
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="mt-1">{detail}</p>
      </div>
      {requestId ? (
        <p className="flex flex-wrap items-center gap-x-2 text-sm">
          <span className="text-muted">Request id</span>
          <code translate="no" className="break-all">
            {requestId}
          </code>
          <CopyLater text={requestId} label="Copy request id" />
        </p>
      ) : null}
      {onRetry ? (
        <button type="button" onClick={onRetry} className={clsx(BUTTON_SHAPE, BUTTON_LOOKS.secondary)}>
          Try again
        </button>
      ) : null}
    </div>
  );
}

/** A grey shape of what is being loaded. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <div aria-hidden="true" className={clsx("rounded-sm bg-line/70 motion-safe:animate-pulse", className)} />
  );
}

/** A grey shape within a heading or a sentence, where no block may stand. */
export function InlineSkeleton({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx("block max-w-full rounded-sm bg-line/70 motion-safe:animate-pulse", className)}
    />
  );
}
