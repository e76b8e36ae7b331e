import { Time } from "@/components/ui/time";
import type { KeyPolicy } from "@/lib/contracts/keys/key-policy";
import type { Environment } from "@/lib/domain/people/profiles";
import { notBefore } from "@/lib/domain/time/not-before";
import { policySentences, type PolicyRules } from "./policy-words";

type PolicyMeaningProps = {
  readonly rules: PolicyRules;
  readonly environment: Environment;
  readonly policy: KeyPolicy;
  readonly now: string;
  /** True while the rules are being changed and nothing is saved. */
  readonly isDraft?: boolean;
};

/** The policy in words, as it is or as it would be. */
export function PolicyMeaning({ rules, environment, policy, now, isDraft = false }: PolicyMeaningProps) {
  return (
    <section
      aria-labelledby="policy-meaning"
      className="max-w-160 rounded-md border border-line bg-surface px-5 py-4"
    >
      <h2 id="policy-meaning" className="text-lg font-semibold">
        {isDraft ? "What it would mean" : "What it means"}
      </h2>
      <ul className="mt-2 flex list-disc flex-col gap-1.5 pl-5 marker:text-muted">
        {policySentences(rules, environment).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>Keys that exist keep their expiry, whatever is changed here.</li>
      </ul>
      <p className="mt-3 text-sm text-muted">
        {policy.updatedBy && policy.updatedAt ? (
          <>
            <span>{`Last changed by ${policy.updatedBy.name}`}</span>{" "}
            <Time at={policy.updatedAt} now={notBefore(now, policy.updatedAt)} />
            <span>.</span>
          </>
        ) : (
          <span>These are the rules that every account starts with.</span>
        )}
        <span>{policy.canUpdate ? null : " An admin of the account can change them."}</span>
      </p>
    </section>
  );
}
