/** How a credential of an app is used, in words. */
import type { CredentialUse, CredentialUses } from "@/lib/contracts/keys/credential-use";
import { ENDING_COUNTED } from "@/lib/domain/apps/app-limits";
import { exactMinute, relativeTime, span } from "@/lib/domain/format/dates";
import { count, number, percentOf } from "@/lib/domain/format/numbers";
import { DAY_MS } from "@/lib/domain/time/durations";
import { notBefore } from "@/lib/domain/time/not-before";

export type UseWords = {
  readonly text: string;
  /** What to do, or what the figures don't say; null where there is nothing to say. */
  readonly advice: string | null;
};

type Looked = Pick<CredentialUses, "since" | "isComplete" | "calls">;

/** "12% of the app's calls in the last 24 hours", or since when nobody has used it, and whether it can go. */
export function useWords(use: CredentialUse, looked: Looked, now: string): UseWords {
  if (use.removedAt !== null) return removedWords(use, looked, use.removedAt, now);
  if (use.quietSince === null) {
    const isUnneeded = use.rotation !== null && use.signIns === 0;
    return { text: "Nobody has used it yet.", advice: isUnneeded ? "Safe to remove." : null };
  }
  if (use.calls > 0) return { text: shareText(use, looked), advice: newerText(use) };
  const quietMs = Date.parse(notBefore(now, use.quietSince)) - Date.parse(use.quietSince);
  if (quietMs < DAY_MS) {
    return {
      text: `None of the app's calls ${lookedText(looked)} came with it.`,
      advice:
        use.provenAt === null
          ? null
          : `But a program proved itself with it ${relativeTime(use.provenAt, notBefore(now, use.provenAt))}.`,
    };
  }
  return quietWords(use, quietMs, use.quietSince);
}

function quietWords({ rotation, signIns }: CredentialUse, quietMs: number, since: string): UseWords {
  const quiet = `Nobody used it for ${span(quietMs)}, since ${exactMinute(since)}`;
  if (signIns > 0) {
    return { text: `${quiet}.`, advice: `But ${signInsText(signIns)}.` };
  }
  switch (rotation?.state) {
    case undefined:
      return { text: `${quiet}.`, advice: null };
    case "done":
      return {
        text: `${quiet}: safe to remove.`,
        advice: "Only a program that runs more seldom than that could still have it.",
      };
    case "idle":
      return {
        text: `${quiet}.`,
        advice: "But nobody used a newer one in the last 24 hours either, so this shows no change yet.",
      };
    case "under_way":
      return { text: `${quiet}.`, advice: "The newer one is less than a day old." };
  }
}

function shareText({ calls }: CredentialUse, looked: Looked): string {
  return `${percentOf(calls, looked.calls)} of the app's calls ${lookedText(looked)}: ${number(calls)} of ${number(looked.calls)}.`;
}

function newerText({ rotation }: CredentialUse): string | null {
  if (rotation?.state !== "under_way") return null;
  const newer = rotation.share.all - rotation.share.part;
  return newer === 0 ? "None came with a newer one." : `${count(newer, "call")} came with a newer one.`;
}

/** Which calls were looked at. */
function lookedText({ since, isComplete, calls }: Looked): string {
  return isComplete ? "in the last 24 hours" : `since ${exactMinute(since)}, the latest ${number(calls)}`;
}

function removedWords(
  { calls, refusedCalls }: CredentialUse,
  looked: Looked,
  at: string,
  now: string,
): UseWords {
  return {
    text: `Removed ${relativeTime(at, notBefore(now, at))}. Before, ${count(calls, "call")} ${lookedText(looked)} came with it.`,
    advice:
      refusedCalls === 0
        ? "No call was refused since."
        : `${count(refusedCalls, "call")} with its tokens ${refusedCalls === 1 ? "was" : "were"} refused: programs still have them.`,
  };
}

/** "340 sign-ins rest on it: these people would have to sign in again" */
export function signInsText(signIns: number): string {
  const many = signIns === 1 ? "1 sign-in rests" : `${upTo(signIns)} sign-ins rest`;
  return `${many} on it: ${signIns === 1 ? "this person" : "these people"} would have to sign in again`;
}

/** A count that was given up at a thousand. */
export function upTo(counted: number): string {
  return counted >= ENDING_COUNTED ? `${number(counted)} or more` : number(counted);
}
