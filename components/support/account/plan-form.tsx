import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { SelectField, TextField } from "@/components/ui/fields/field";
import type { SupportAccount } from "@/lib/contracts/support/support";
import { PLAN_LABELS, PLANS, type Plan } from "@/lib/domain/keys/availability";
import { count } from "@/lib/domain/format/numbers";

import { LoadFailure } from "../load-failure";
import { readReason, useAccountChange } from "./use-account-change";

const CHOICES = PLANS.filter((plan) => plan !== "developer");

/** Another plan for a production account, with what it does to the keys. */
export function PlanForm({ account }: { readonly account: SupportAccount }) {
  const [plan, setPlan] = useState<Plan>(account.plan);
  const [fault, setFault] = useState<string>();
  const change = useAccountChange(account.id);
  const isChanged = plan !== account.plan;
  return (
    <form
      noValidate
      aria-labelledby="plan-title"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const entry = readReason(event.currentTarget);
        setFault(entry.fault);
        if (!entry.fault) change.mutate({ plan, reason: entry.reason });
      }}
    >
      <h2 id="plan-title" className="text-lg font-semibold">
        Plan
      </h2>
      <SelectField
        label="Plan"
        name="plan"
        value={plan}
        options={CHOICES.map((choice) => ({ value: choice, label: PLAN_LABELS[choice] }))}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setPlan(CHOICES.find((choice) => choice === value) ?? account.plan);
        }}
      />
      {isChanged ? (
        <>
          <p className="text-sm">{planConsequence(account, plan)}</p>
          <TextField label="Reason" name="reason" maxLength={500} required error={fault} />
        </>
      ) : null}
      {change.error ? <LoadFailure error={change.error} title="The plan is as it was" /> : null}
      <Button type="submit" className="self-start" isBusy={change.isPending} disabled={!isChanged}>
        Change plan
      </Button>
    </form>
  );
}

function planConsequence(account: SupportAccount, plan: Plan): string {
  const keys = count(account.keys.live, "live key");
  if (plan !== "enterprise") {
    return account.keys.live > 0 && account.hasIntegrationKeys
      ? `${keys} ${account.keys.live === 1 ? "is" : "are"} kept but refused from now on, until the plan returns.`
      : "No live key stops by this.";
  }
  if (account.hasIntegrationKeys && account.keys.live === 0) {
    return "Integration keys are switched on, so the account's admins can create keys at once.";
  }
  return account.hasIntegrationKeys
    ? `Integration keys are switched on, so ${keys} ${account.keys.live === 1 ? "works" : "work"} again at once.`
    : "Integration keys stay off until they are switched on below.";
}
