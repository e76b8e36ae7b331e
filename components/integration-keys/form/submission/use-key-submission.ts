"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";

import { dropSecret, keepSecret } from "@/components/ui/reveal/kept-secret";
import type { CreatedKey, IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { keyQueryKeys } from "@/lib/queries/keys/integration-keys";
import { RequestError } from "@/lib/queries/request";

/** How far the making of a key has come. The secret lives here and nowhere else (R9), until `forget`. */
export type Submission =
  | { readonly phase: "editing" }
  | { readonly phase: "sending" }
  /** What shows the secret could not be loaded, so nothing was sent. */
  | { readonly phase: "unready" }
  /** No answer, or one that does not say whether the key was made: sending again is safe. */
  | { readonly phase: "unanswered"; readonly error: RequestError }
  | { readonly phase: "refused"; readonly error: RequestError }
  | { readonly phase: "revealed"; readonly key: IntegrationKey; readonly secret: string }
  /** An app: it has no secret yet, so nothing can be lost. */
  | { readonly phase: "made"; readonly key: IntegrationKey }
  /** The key exists, and the answer with its secret was lost on the way. */
  | { readonly phase: "lost"; readonly key: IntegrationKey };

type Send<R> = (request: R, idempotencyKey: string) => Promise<CreatedKey>;

/** 128 random bits. `crypto.randomUUID` is not to be had without https. */
function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Sends the form at most once at a time, with one Idempotency-Key for each content: a double click, or another try
 * after a lost answer, makes no second key (I8).
 * @param prepare loads what shows the secret; nothing is sent before it has
 */
export function useKeySubmission<R>(accountId: string, send: Send<R>, prepare: () => Promise<void>) {
  const client = useQueryClient();
  const [submission, setSubmission] = useState<Submission>({ phase: "editing" });
  const attempt = useRef<{ readonly content: string; readonly idempotencyKey: string } | null>(null);
  const isUnderWay = useRef(false);

  const submit = useCallback(
    async (request: R): Promise<Submission | null> => {
      if (isUnderWay.current) return null;
      isUnderWay.current = true;
      setSubmission({ phase: "sending" });
      const content = JSON.stringify(request);
      if (attempt.current?.content !== content) {
        attempt.current = { content, idempotencyKey: newIdempotencyKey() };
      }
      const { idempotencyKey } = attempt.current;
      const isReady = await prepare().then(
        () => true,
        () => false,
      );
      const outcome = isReady ? await outcomeOf(send(request, idempotencyKey)) : UNREADY;
      isUnderWay.current = false;
      if (outcome.phase === "revealed" || outcome.phase === "made" || outcome.phase === "lost") {
        attempt.current = null;
        void client.invalidateQueries({ queryKey: keyQueryKeys.account(accountId) });
      }
      if (outcome.phase === "revealed") keepSecret(outcome.secret, "integration key");
      setSubmission(outcome);
      return outcome;
    },
    [accountId, client, send, prepare],
  );
  /** Lets go of the secret, and of what was said about the last attempt. */
  const forget = useCallback(() => {
    dropSecret();
    setSubmission({ phase: "editing" });
  }, []);
  return { submission, submit, forget };
}

const UNREADY: Submission = { phase: "unready" };

async function outcomeOf(answer: Promise<CreatedKey>): Promise<Submission> {
  try {
    const { key, secret } = await answer;
    if (secret !== null) return { phase: "revealed", key, secret };
    return { phase: key.method === "oauth" ? "made" : "lost", key };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const isUnsure = error.status === 0 || error.status >= 500;
    return { phase: isUnsure ? "unanswered" : "refused", error };
  }
}
