import { CodeBlock } from "@/components/ui/code-block";
import { exactTime } from "@/lib/domain/format/dates";
import type { HelpTopic } from "@/lib/domain/oauth/help";

import { OAUTH_HELP } from "./oauth-topics";

type OAuthHelpProps = {
  readonly topic: HelpTopic;
  /** How far off the assertion’s times were, in a sentence. */
  readonly clockSentence: string | null;
  /** Where the person allows the app; null where the answer did not say which app it is. */
  readonly consentAddress: string | null;
  readonly now: Date;
};

/** What a refusal means and what to do about it. */
export function OAuthHelp({ topic, clockSentence, consentAddress, now }: OAuthHelpProps) {
  const { words, meaning, steps } = OAUTH_HELP[topic];
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
          <span className="text-muted">The answer says</span>
          {words.map((word) => (
            <code key={word} translate="no">
              {word}
            </code>
          ))}
        </p>
        <p>{clockSentence ?? meaning}</p>
      </div>
      {consentAddress === null ? null : (
        <div className="flex min-w-0 flex-col gap-2">
          <h2 className="font-semibold">Consent address</h2>
          <CodeBlock code={consentAddress} label="consent address" />
        </div>
      )}
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">What to do</h2>
        <ol className="flex list-decimal flex-col gap-2 pl-5">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      {topic === "clock" ? (
        <p className="text-muted">{`The clock here says ${exactTime(now.toISOString())}, which is ${Math.floor(now.getTime() / 1_000)} seconds since 1970.`}</p>
      ) : null}
    </div>
  );
}
