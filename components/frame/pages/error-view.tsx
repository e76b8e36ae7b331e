"use client";

import { KeptSecret } from "@/components/ui/reveal/kept-secret";
import { ErrorState } from "@/components/ui/states";
import { readErrorDigest } from "@/lib/contracts/fields/error-digest";

export type ErrorViewProps = {
  readonly error: unknown;
  /** Draws the page again, with fresh data. */
  readonly retry: () => void;
};

type Words = { readonly title: string; readonly detail: string };

const UNFORESEEN: Words = {
  title: "This page could not be shown",
  detail: "Something went wrong on our side. Try again; if it stays, tell support the request id.",
};

/** Refusals that pages may leave to this view, in words with a way out. */
const WORDS: Readonly<Record<string, Words>> = {
  forbidden: {
    title: "This page is for admins",
    detail:
      "Your profile in this account does not include it. An admin of the account can change your profile.",
  },
  plan_not_eligible: {
    title: "Integration keys need the Enterprise plan",
    detail: "This account is on another plan. Ask your account manager.",
  },
  feature_not_enabled: {
    title: "Integration keys are not enabled yet",
    detail: "An admin of this account can request access under API Information.",
  },
  database_unavailable: {
    title: "The database does not answer",
    detail: "Nothing was changed. Try again in a moment.",
  },
};

const NO_NETWORK: Words = {
  title: "There is no network",
  detail: "A part of this page could not be loaded. Try again once the network is back.",
};

/** A part that could not be fetched is not asked for again by the same document. */
const reload = () => window.location.reload();

/** What stands in place of a page that failed: what happened, the id for support, and another try. */
export function ErrorView({ error, retry }: ErrorViewProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  const known = digest === null ? null : readErrorDigest(digest);
  const isOffline = typeof navigator !== "undefined" && !navigator.onLine;
  const words = (known && WORDS[known.code]) ?? (isOffline ? NO_NETWORK : UNFORESEEN);
  return (
    <>
      <ErrorState
        title={words.title}
        detail={words.detail}
        requestId={known?.requestId ?? null}
        onRetry={isOffline ? reload : retry}
      />
      <KeptSecret />
    </>
  );
}
