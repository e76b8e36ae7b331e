import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import type { SupportAccount } from "@/lib/contracts/support/support";
import { limitsInForce } from "@/lib/domain/calls/limits";
import { number } from "@/lib/domain/format/numbers";
import { LIMIT_FIELDS, LIMIT_NAMES, readLimits, type LimitEntry } from "./limit-entry";

import { LoadFailure } from "../load-failure";
import { readReason, useAccountChange } from "./use-account-change";

const USUAL = { activeKeys: null, hourly: null, burst: null };

/** Limits of the account's own (R10), in place of those of its environment. */
export function LimitsForm({ account }: { readonly account: SupportAccount }) {
  const [faults, setFaults] = useState<LimitEntry["faults"] & { readonly reason?: string | undefined }>({});
  const change = useAccountChange(account.id);
  const usual = limitsInForce(account.environment, USUAL);
  return (
    <form
      noValidate
      aria-labelledby="limits-title"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const { limits, faults: found } = readLimits((name) => textOf(data.get(name)));
        const entry = readReason(event.currentTarget);
        setFaults({ ...found, reason: entry.fault });
        if (Object.keys(found).length > 0 || entry.fault) return;
        change.mutate({ limits, reason: entry.reason });
      }}
    >
      <h2 id="limits-title" className="text-lg font-semibold">
        Limits
      </h2>
      <p className="text-sm">
        In force from the next call and the next key on. Keys that are there stay, even above their limit.
      </p>
      <div className="grid gap-4 sm:grid-cols-3">
        {LIMIT_NAMES.map((name) => (
          <TextField
            key={name}
            label={LIMIT_FIELDS[name]}
            name={name}
            inputMode="numeric"
            autoComplete="off"
            maxLength={14}
            defaultValue={shown(account.limits[name])}
            placeholder={number(usual[name])}
            hint={`Empty: the usual ${number(usual[name])}.`}
            error={faults[name]}
          />
        ))}
      </div>
      <TextField label="Reason" name="reason" maxLength={500} required error={faults.reason} />
      {change.error ? <LoadFailure error={change.error} title="The limits are as they were" /> : null}
      <Button type="submit" className="self-start" isBusy={change.isPending}>
        Change limits
      </Button>
    </form>
  );
}

function shown(limit: number | null): string {
  return limit === null ? "" : number(limit);
}

function textOf(entry: FormDataEntryValue | null): string {
  return typeof entry === "string" ? entry : "";
}
