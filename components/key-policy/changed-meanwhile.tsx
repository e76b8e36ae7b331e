import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import type { KeyPolicy } from "@/lib/contracts/keys/key-policy";
import type { Environment } from "@/lib/domain/people/profiles";
import { notBefore } from "@/lib/domain/time/not-before";
import { policySentences } from "./policy-words";

type ChangedMeanwhileProps = {
  readonly policy: KeyPolicy;
  readonly environment: Environment;
  readonly now: string;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
};

/** Says what somebody else saved while this form was being filled in, and offers the choice. */
export function ChangedMeanwhile({
  policy,
  environment,
  now,
  onTakeTheirs,
  onKeepMine,
}: ChangedMeanwhileProps) {
  return (
    <div role="alert">
      <Callout tone="caution" title="The policy changed while you were editing.">
        <p>
          <span>{`${policy.updatedBy?.name ?? "Somebody"} saved it`}</span>{" "}
          {policy.updatedAt ? (
            <Time at={policy.updatedAt} now={notBefore(now, policy.updatedAt)} />
          ) : (
            <span>meanwhile</span>
          )}
          <span>. Nothing of yours is saved yet. It now says:</span>
        </p>
        <ul className="mt-1 list-disc pl-5 marker:text-muted">
          {policySentences(policy, environment).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button onClick={onTakeTheirs}>Use the saved policy</Button>
          <Button onClick={onKeepMine}>Keep my changes</Button>
        </div>
      </Callout>
    </div>
  );
}
