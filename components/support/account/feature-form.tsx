import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import type { SupportAccount } from "@/lib/contracts/support/support";
import { count } from "@/lib/domain/format/numbers";

import { LoadFailure } from "../load-failure";
import { readReason, useAccountChange } from "./use-account-change";

/** The switch of R1, with what it does to the keys. */
export function FeatureForm({ account }: { readonly account: SupportAccount }) {
  const [fault, setFault] = useState<string>();
  const change = useAccountChange(account.id);
  const isOn = account.hasIntegrationKeys;
  return (
    <form
      noValidate
      aria-labelledby="feature-title"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const entry = readReason(event.currentTarget);
        setFault(entry.fault);
        if (!entry.fault) change.mutate({ hasIntegrationKeys: !isOn, reason: entry.reason });
      }}
    >
      <h2
        id="feature-title"
        className="text-lg font-semibold"
      >{`Integration keys are ${isOn ? "on" : "off"}`}</h2>
      <p className="text-sm">{featureConsequence(account)}</p>
      <TextField label="Reason" name="reason" maxLength={500} required error={fault} />
      {change.error ? <LoadFailure error={change.error} title="The switch is as it was" /> : null}
      <Button
        type="submit"
        variant={isOn ? "danger" : "secondary"}
        className="self-start"
        isBusy={change.isPending}
      >
        {isOn ? "Switch integration keys off" : "Switch integration keys on"}
      </Button>
    </form>
  );
}

function featureConsequence(account: SupportAccount): string {
  const keys = count(account.keys.live, "live key");
  if (account.hasIntegrationKeys) {
    return account.keys.live === 0
      ? "The account has no live key. Switched off, nobody can create one."
      : `Switched off, ${keys} ${account.keys.live === 1 ? "is" : "are"} kept but refused from now on.`;
  }
  if (account.plan !== "enterprise") return "Switched on, it takes effect once the account is on Enterprise.";
  return account.keys.live === 0
    ? "Switched on, the account's admins can create keys at once."
    : `Switched on, ${keys} ${account.keys.live === 1 ? "works" : "work"} again at once.`;
}
