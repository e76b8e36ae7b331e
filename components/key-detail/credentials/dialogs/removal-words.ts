/** What stops when something of an app is removed, in words. */
import type { RemovalPreview } from "@/lib/contracts/app-credentials";
import { exactTime, relativeTime, span } from "@/lib/domain/format/dates";
import { count } from "@/lib/domain/format/numbers";
import { DAY_MS } from "@/lib/domain/time/durations";
import { notBefore } from "@/lib/domain/time/not-before";

export type RemovalKind = "secrets" | "key-pairs";

export const CREDENTIAL_WORDS: Record<RemovalKind, string> = {
  secrets: "client secret",
  "key-pairs": "key pair",
};

export type RemovalWords = {
  /** As loud as what stops. */
  readonly tone: "danger" | "caution" | "neutral";
  readonly title: string;
  readonly sentences: readonly string[];
};

/** What stops with a client secret or a key pair: for whom, and whether the app goes on. */
export function removalWords(preview: RemovalPreview, kind: RemovalKind, now: string): RemovalWords {
  const { lastUsedAt, isLastCredential, callsLastDay } = preview;
  const noun = CREDENTIAL_WORDS[kind];
  const used = usedText(lastUsedAt, now);
  const calls =
    callsLastDay === 0
      ? "The app made no calls in the last 24 hours."
      : `The app made ${count(callsLastDay, "call")} in the last 24 hours.`;
  if (isLastCredential) {
    return {
      tone: callsLastDay > 0 ? "danger" : "caution",
      title: "The app gets no tokens any more",
      sentences: [
        "It is the last credential that works: without it nothing can prove to be this app, unless it is given another.",
        calls,
        used,
      ],
    };
  }
  return {
    tone: quietFor(lastUsedAt, now) === null ? "caution" : "neutral",
    title: `Whoever uses this ${noun} gets no tokens any more`,
    sentences: ["The app's other credentials go on working.", calls, used],
  };
}

/** For how long nobody has used a credential, in milliseconds; null for one that is in use. Never used is quiet forever. */
function quietFor(lastUsedAt: string | null, now: string): number | null {
  if (lastUsedAt === null) return Infinity;
  const quiet = Date.parse(now) - Date.parse(lastUsedAt);
  return quiet >= DAY_MS ? quiet : null;
}

function usedText(lastUsedAt: string | null, now: string): string {
  if (lastUsedAt === null) return "It was never used.";
  const quiet = quietFor(lastUsedAt, now);
  if (quiet !== null) return `Nobody used it for ${span(quiet)}, since ${exactTime(lastUsedAt)}.`;
  return `It was last used ${relativeTime(lastUsedAt, notBefore(now, lastUsedAt))} (${exactTime(lastUsedAt)}).`;
}
