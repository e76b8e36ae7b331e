"use client";

import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { RadioGroup } from "@/components/ui/fields/choice";
import { SelectField, TextField } from "@/components/ui/fields/field";
import { useGo } from "@/components/ui/links/use-go";
import { supportAccountPage } from "@/lib/addresses/pages";
import { PLAN_LABELS, PLANS, type Plan } from "@/lib/domain/keys/availability";
import type { Environment } from "@/lib/domain/people/profiles";
import { createAccountMutation } from "@/lib/queries/accounts/account-lifecycle";

import { LoadFailure } from "../load-failure";
import { readReason } from "./use-account-change";
import { textIn, useSupportAct } from "../use-support-act";

const PLAN_CHOICES = PLANS.filter((plan) => plan !== "developer");
const ENVIRONMENT_OPTIONS = [
  { value: "production", label: "Production", hint: "Long-lived keys; apps come by Go Live." },
  { value: "sandbox", label: "Sandbox", hint: "On the Developer plan, always with integration keys." },
];
type Faults = { readonly name?: string; readonly adminEmail?: string; readonly reason?: string };

/** Makes an account and invites its first admin. */
export function NewAccountForm() {
  const [environment, setEnvironment] = useState<Environment>("production");
  const [plan, setPlan] = useState<Plan>("enterprise");
  const [faults, setFaults] = useState<Faults>({});
  const { go, isGoing } = useGo();
  const create = useSupportAct(createAccountMutation(), ({ account }) => go(supportAccountPage(account.id)));
  return (
    <form
      noValidate
      aria-label="New account"
      className="flex max-w-160 flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const [name, adminEmail] = [textIn(form, "name"), textIn(form, "adminEmail")];
        const { reason, fault } = readReason(form);
        const found: Faults = {
          ...(name === "" ? { name: "Enter the account’s name." } : {}),
          ...(adminEmail === "" ? { adminEmail: "Enter the email address of its first admin." } : {}),
          ...(fault ? { reason: fault } : {}),
        };
        setFaults(found);
        if (Object.keys(found).length > 0) return;
        create.mutate({
          name,
          environment,
          plan: environment === "sandbox" ? "developer" : plan,
          adminEmail,
          reason,
        });
      }}
    >
      <TextField label="Name" name="name" maxLength={100} autoComplete="off" error={faults.name} />
      <RadioGroup
        legend="Environment"
        name="environment"
        value={environment}
        options={ENVIRONMENT_OPTIONS}
        onChange={(value) => setEnvironment(value === "sandbox" ? "sandbox" : "production")}
      />
      {environment === "production" ? (
        <SelectField
          label="Plan"
          name="plan"
          value={plan}
          hint="With Enterprise, integration keys are switched on."
          options={PLAN_CHOICES.map((choice) => ({ value: choice, label: PLAN_LABELS[choice] }))}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setPlan(PLAN_CHOICES.find((choice) => choice === value) ?? plan);
          }}
        />
      ) : null}
      <TextField
        label="Email of its first admin"
        name="adminEmail"
        type="email"
        autoComplete="off"
        maxLength={320}
        hint="Invited by mail, with a link that works once, for seven days. Until it is accepted, nobody is in the account."
        error={faults.adminEmail}
      />
      <TextField
        label="Reason"
        name="reason"
        maxLength={500}
        required
        hint="The account’s record begins with it."
        error={faults.reason}
      />
      {create.error ? <LoadFailure error={create.error} title="No account was made" /> : null}
      <Button type="submit" variant="primary" className="self-start" isBusy={create.isPending || isGoing}>
        Create account
      </Button>
    </form>
  );
}
