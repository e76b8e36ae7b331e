import { lifetimeText } from "@/lib/domain/keys/lifetime";
import type { Environment } from "@/lib/domain/people/profiles";

export type PolicyRules = {
  readonly defaultLifetimeDays: number;
  readonly maximumLifetimeDays: number;
  readonly isGoLiveRequired: boolean;
};

/** What a policy means for the next key, a sentence for each rule (R3, R5). */
export function policySentences(rules: PolicyRules, environment: Environment): string[] {
  const { defaultLifetimeDays, maximumLifetimeDays, isGoLiveRequired } = rules;
  const expiry =
    defaultLifetimeDays === maximumLifetimeDays
      ? `A new key expires after ${lifetimeText(defaultLifetimeDays)}, unless its creator chooses an earlier time.`
      : `A new key expires after ${lifetimeText(defaultLifetimeDays)}, unless its creator names another instant, at most ${lifetimeText(maximumLifetimeDays)} ahead.`;
  return [expiry, creationSentence(isGoLiveRequired, environment)];
}

function creationSentence(isGoLiveRequired: boolean, environment: Environment): string {
  if (environment === "sandbox") return "Admins and developers create keys here at any time.";
  return isGoLiveRequired
    ? "Nobody creates a long-lived key here. Each begins in a sandbox account and comes here through Go Live."
    : "Admins create long-lived keys here. OAuth apps come here through Go Live.";
}

/** What saving changes for the keys to come; nothing that it changes reaches keys that exist. */
export function policyConsequences(before: PolicyRules, after: PolicyRules): string[] {
  const sentences: string[] = [];
  if (after.maximumLifetimeDays < before.maximumLifetimeDays) {
    sentences.push(`New keys can't live longer than ${lifetimeText(after.maximumLifetimeDays)} any more.`);
  }
  if (after.maximumLifetimeDays > before.maximumLifetimeDays) {
    sentences.push(
      `New keys may live up to ${lifetimeText(after.maximumLifetimeDays)}. A key that leaks works for whoever has it until it expires or is revoked.`,
    );
  }
  if (after.isGoLiveRequired && !before.isGoLiveRequired) {
    sentences.push("The form for new keys closes in this account. Replacing a key here closes with it.");
  }
  if (!after.isGoLiveRequired && before.isGoLiveRequired) {
    sentences.push("Admins can create long-lived keys here again.");
  }
  return sentences;
}
