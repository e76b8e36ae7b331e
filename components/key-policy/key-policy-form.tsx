import { Button } from "@/components/ui/buttons/button";
import { Checkbox } from "@/components/ui/fields/choice";
import { SelectField } from "@/components/ui/fields/field";
import { ErrorState } from "@/components/ui/states";
import { CEILING_DAYS, lifetimesUpTo, lifetimeText } from "@/lib/domain/keys/lifetime";
import type { Environment } from "@/lib/domain/people/profiles";
import type { RequestError } from "@/lib/queries/request";
import { failureOf } from "@/lib/queries/failure";
import { policyConsequences, type PolicyRules } from "./policy-words";

type KeyPolicyFormProps = {
  readonly environment: Environment;
  readonly rules: PolicyRules;
  readonly before: PolicyRules;
  readonly isDirty: boolean;
  /** True until it is settled what happens to a change that was overtaken. */
  readonly isBlocked: boolean;
  readonly isBusy: boolean;
  readonly isSaved: boolean;
  readonly failure: RequestError | null;
  readonly onChange: (rules: PolicyRules) => void;
  readonly onDiscard: () => void;
  readonly onSubmit: () => void;
};

/** The rules as fields, and what saving changes. */
export function KeyPolicyForm(props: KeyPolicyFormProps) {
  const { rules, before, isDirty, failure, onChange } = props;
  return (
    <form
      noValidate
      aria-label="Key policy"
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      <Lifetimes rules={rules} before={before} onChange={onChange} />
      {props.environment === "production" ? (
        <Checkbox
          label="Require Go Live for long-lived keys"
          hint="Nobody creates a key directly in this account: each is tried in a sandbox account and reviewed first."
          name="isGoLiveRequired"
          checked={rules.isGoLiveRequired}
          onChange={(event) => onChange({ ...rules, isGoLiveRequired: event.currentTarget.checked })}
        />
      ) : null}
      {isDirty ? (
        <ul className="flex flex-col gap-1 text-sm">
          {policyConsequences(before, rules).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
      {failure ? <ErrorState {...failureOf(failure, "The policy is not saved")} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" isBusy={props.isBusy} disabled={!isDirty || props.isBlocked}>
          Save policy
        </Button>
        {isDirty ? (
          <Button variant="quiet" onClick={props.onDiscard} disabled={props.isBusy}>
            Discard changes
          </Button>
        ) : null}
        <output className="text-sm text-positive">{props.isSaved ? "Saved." : null}</output>
      </div>
    </form>
  );
}

function Lifetimes({ rules, before, onChange }: Pick<KeyPolicyFormProps, "rules" | "before" | "onChange">) {
  return (
    <>
      <SelectField
        label="Longest lifetime"
        name="maximumLifetimeDays"
        hint={`No key lives longer than ${lifetimeText(CEILING_DAYS)}, and none forever.`}
        value={String(rules.maximumLifetimeDays)}
        options={optionsFor(before.maximumLifetimeDays, CEILING_DAYS)}
        onChange={(event) => {
          const maximumLifetimeDays = Number(event.currentTarget.value);
          const defaultLifetimeDays = Math.min(rules.defaultLifetimeDays, maximumLifetimeDays);
          onChange({ ...rules, maximumLifetimeDays, defaultLifetimeDays });
        }}
      />
      <SelectField
        label="Default lifetime"
        name="defaultLifetimeDays"
        hint="What the form for a new key begins with. Shorter is safer: a forgotten key ends by itself."
        value={String(rules.defaultLifetimeDays)}
        options={optionsFor(rules.defaultLifetimeDays, rules.maximumLifetimeDays)}
        onChange={(event) => onChange({ ...rules, defaultLifetimeDays: Number(event.currentTarget.value) })}
      />
    </>
  );
}

function optionsFor(currentDays: number, limitDays: number) {
  return lifetimesUpTo(limitDays, currentDays).map((days) => ({
    value: String(days),
    label: lifetimeText(days),
  }));
}
