"use client";

import { KeptSecret } from "@/components/ui/reveal/kept-secret";
import { readErrorDigest } from "@/lib/contracts/fields/error-digest";

import "./globals.css";

type GlobalErrorProps = {
  readonly error: Error & { readonly digest?: string };
  /** Draws the page again. */
  readonly retry: () => void;
};

/**
 * The page that stands in for the root layout where that itself failed. Every page carries it along: it is as small as
 * it can be.
 */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const requestId = error.digest === undefined ? null : readErrorDigest(error.digest).requestId;
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Countersign</title>
        <main role="alert" className="mx-auto flex max-w-2xl flex-col items-start gap-3 px-6 py-16">
          <h1 className="text-lg font-semibold">Countersign could not be shown</h1>
          <p>Something went wrong on our side. Try again; if it stays, tell support the request id.</p>
          {requestId === null ? null : (
            <p className="text-sm text-muted">
              Request id{" "}
              <code translate="no" className="break-all">
                {requestId}
              </code>
            </p>
          )}
          <button
            type="button"
            onClick={retry}
            className="min-h-9 rounded-md border border-line-strong bg-surface px-3.5 font-medium hover:bg-sunken"
          >
            Try again
          </button>
        </main>
        <KeptSecret />
      </body>
    </html>
  );
}
