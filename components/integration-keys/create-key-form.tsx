"use client";

import { useCallback } from "react";

import { RadioGroup } from "@/components/ui/choice";
import type { CreateKeyRequest } from "@/lib/contracts/integration-keys";
import { AUTHENTICATION_METHODS, METHOD_LABELS } from "@/lib/domain/availability";
import type { Environment } from "@/lib/domain/profiles";
import { createKey } from "@/lib/queries/integration-keys";
import type { KeyPrefill } from "@/lib/view/key-prefill";

import { LifetimeField, NameField, RangesField, ScopesField, type KeyFieldFacts } from "./key-fields";
import { KeyFormShell } from "./key-form-shell";
import { PrefillNotice } from "./prefill-notice";
import { useKeyForm } from "./use-key-form";

type CreateKeyFormProps = {
  readonly accountId: string;
  readonly environment: Environment;
  readonly actsAs: string;
  readonly facts: KeyFieldFacts;
  /** What the address fills in. It never sends the form. */
  readonly prefill: KeyPrefill;
  /** ISO instant of the policy's default lifetime. */
  readonly defaultExpiresAt: string;
  readonly gateUrl: string;
};

/** The form of a new long-lived key, and the one showing of its secret. */
export function CreateKeyForm(props: CreateKeyFormProps) {
  const { accountId, environment, actsAs, facts, prefill, defaultExpiresAt, gateUrl } = props;
  const form = useKeyForm({
    name: prefill.name,
    scopes: prefill.scopes,
    expiresAt: prefill.expiresAt ?? defaultExpiresAt,
    allowedRanges: [],
  });
  const send = useCallback(
    (request: CreateKeyRequest, idempotencyKey: string) => createKey(accountId, request, idempotencyKey),
    [accountId],
  );
  return (
    <KeyFormShell
      accountId={accountId}
      form={form}
      facts={facts}
      actsAs={actsAs}
      now={facts.now}
      gateUrl={gateUrl}
      action="Create key"
      wholeFormField="method"
      complete={(request) => ({ ...request, method: "long_lived" as const })}
      send={send}
      isRepeatable
    >
      <PrefillNotice prefill={prefill} />
      <NameField form={form} />
      <LifetimeField form={form} facts={facts} />
      <MethodChoice environment={environment} />
      <RangesField form={form} />
      <ScopesField form={form} facts={facts} />
    </KeyFormShell>
  );
}

/** R3: this console creates long-lived keys; the other method is named with the reason why it is not offered. */
function MethodChoice({ environment }: { readonly environment: Environment }) {
  const reason =
    environment === "production"
      ? "Not in a production account: apps are created in a sandbox account and reach production through Go Live."
      : "Not yet: this console creates long-lived keys.";
  return (
    <RadioGroup
      legend="Authentication method"
      name="method"
      value="long_lived"
      onChange={() => undefined}
      options={AUTHENTICATION_METHODS.map((value) => ({
        value,
        label: METHOD_LABELS[value],
        isDisabled: value === "oauth",
        hint:
          value === "oauth"
            ? reason
            : "One secret that works as you until it expires or is revoked. For servers and scripts that you run yourself.",
      }))}
    />
  );
}
