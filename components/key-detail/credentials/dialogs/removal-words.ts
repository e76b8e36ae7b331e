/** What stops when something of an app is removed, in words. */
import type { RemovalPreview } from "@/lib/contracts/keys/app-credentials";
import type { CredentialUse } from "@/lib/contracts/keys/credential-use";
import { exactMinute, exactTime, relativeTime, span } from "@/lib/domain/format/dates";
import { count, number } from "@/lib/domain/format/numbers";
import { DAY_MS } from "@/lib/domain/time/durations";
import { notBefore } from "@/lib/domain/time/not-before";

import { signInsText, upTo } from "../use-words";

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
  const { use, isLastCredential, callsLastDay } = preview;
  const noun = CREDENTIAL_WORDS[kind];
  const calls =
    callsLastDay === 0
      ? "The app made no calls in the last 24 hours."
      : `The app made ${count(callsLastDay, "call")} in the last 24 hours.`;
  const stopping = [ownCallsText(preview), ...endingTexts(use)];
  if (isLastCredential) {
    return {
      tone: callsLastDay > 0 ? "danger" : "caution",
      title: "The app gets no tokens any more",
      sentences: [
        "It is the last credential that works: without it nothing can prove to be this app, unless it is given another.",
        calls,
        ...stopping,
        usedText(use, now),
      ],
    };
  }
  const isQuiet = quietFor(use, now) !== null && use.signIns === 0;
  return {
    tone: isQuiet ? "neutral" : "caution",
    title: `Whoever uses this ${noun} gets no tokens any more`,
    sentences: ["The app's other credentials go on working.", calls, ...stopping, usedText(use, now)],
  };
}

/** The calls that fail from then on. */
function ownCallsText({ use, usedSince, callsLastDay }: RemovalPreview): string {
  if (use.calls > 0) {
    const few = use.calls === 1 ? "1 call" : `${number(use.calls)} calls`;
    return `${few} since ${exactMinute(usedSince)} came with it. Calls like these fail from then on.`;
  }
  return callsLastDay === 0 ? "None came with it." : `None since ${exactMinute(usedSince)} came with it.`;
}

/** Tokens and sign-ins that rest on it and end with it. */
function endingTexts({ tokens, signIns }: CredentialUse): string[] {
  return [
    ...(tokens > 0
      ? [
          `${upTo(tokens)} ${tokens === 1 ? "token that was got with it ends" : "tokens that were got with it end"} at once.`,
        ]
      : []),
    ...(signIns > 0 ? [`${signInsText(signIns)}.`] : []),
  ];
}

/** For how long nobody has used a credential, in milliseconds; null for one that is in use. Never used is quiet forever. */
function quietFor({ quietSince }: CredentialUse, now: string): number | null {
  if (quietSince === null) return Infinity;
  const quiet = Date.parse(now) - Date.parse(quietSince);
  return quiet >= DAY_MS ? quiet : null;
}

function usedText(use: CredentialUse, now: string): string {
  const { quietSince } = use;
  if (quietSince === null) return "It was never used.";
  const quiet = quietFor(use, now);
  if (quiet !== null) return `Nobody used it for ${span(quiet)}, since ${exactTime(quietSince)}.`;
  return `It was last used ${relativeTime(quietSince, notBefore(now, quietSince))} (${exactTime(quietSince)}).`;
}
