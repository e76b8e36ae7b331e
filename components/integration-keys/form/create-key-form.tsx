"use client";

import { useCallback, type ReactNode } from "react";

import type { CreateKeyRequest } from "@/lib/contracts/keys/integration-keys";
import type { AuthenticationMethod } from "@/lib/domain/keys/availability";
import { createKey } from "@/lib/queries/keys/integration-keys";
import type { KeyPrefill } from "./prefill/key-prefill";

import { AppKindChoice } from "@/components/integration-keys/method/app-kind-choice";
import { LifetimeField, NameField, RangesField, ScopesField, type KeyFieldFacts } from "./key-fields";
import { KeyFormShell } from "./key-form-shell";
import { MethodChoice } from "@/components/integration-keys/method/method-choice";
import { PrefillCallout } from "./prefill/prefill-callout";
import { useKeyForm } from "./use-key-form";

type CreateKeyFormProps = {
  readonly accountId: string;
  readonly actsAs: string;
  readonly facts: KeyFieldFacts;
  /** What the address fills in. It never sends the form. */
  readonly prefill: KeyPrefill;
  /** ISO instant of the policy's default lifetime. */
  readonly defaultExpiresAt: string;
  readonly gateUrl: string;
  /** Why an OAuth app can't be made in this account (R3); null where it can. */
  readonly appRefusal: string | null;
  /** Where it can be made instead. */
  readonly appWay: ReactNode;
  readonly comparison: Record<AuthenticationMethod, ReactNode>;
};

/** The form of a new key: long-lived, with the one showing of its secret, or an OAuth app. */
export function CreateKeyForm(props: CreateKeyFormProps) {
  const { accountId, actsAs, facts, prefill, defaultExpiresAt, gateUrl, appRefusal, appWay, comparison } =
    props;
  const form = useKeyForm({
    name: prefill.name,
    method: prefill.method,
    scopes: prefill.scopes,
    expiresAt: prefill.expiresAt ?? defaultExpiresAt,
    allowedRanges: [],
  });
  const isApp = form.values.method === "oauth";
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
      complete={(request) =>
        isApp
          ? { ...request, method: "oauth" as const, isPublic: form.values.isPublic }
          : { ...request, method: "long_lived" as const }
      }
      send={send}
      isRepeatable
    >
      <PrefillCallout prefill={prefill} />
      <NameField form={form} />
      <MethodChoice
        value={form.values.method}
        onChange={(method) => form.change({ method })}
        appRefusal={appRefusal}
        appWay={appWay}
        comparison={comparison}
      />
      {isApp ? (
        <AppKindChoice isPublic={form.values.isPublic} onChange={(isPublic) => form.change({ isPublic })} />
      ) : (
        <LifetimeField form={form} facts={facts} />
      )}
      <RangesField form={form} />
      <ScopesField form={form} facts={facts} />
    </KeyFormShell>
  );
}
