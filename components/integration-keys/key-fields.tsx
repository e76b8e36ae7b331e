"use client";

import { TextArea, TextField } from "@/components/ui/field";
import { KEY_NAME_MAX_LENGTH } from "@/lib/domain/key-name";
import type { Profile } from "@/lib/domain/profiles";

import { ExpiryField, type LifetimePolicy } from "./expiry-field";
import { ScopePicker } from "./scope-picker";
import type { KeyForm } from "./use-key-form";

/** What the fields need to know of the account and the person. */
export type KeyFieldFacts = {
  readonly policy: LifetimePolicy;
  readonly profile: Profile;
  /** The server's clock when the page was made. */
  readonly now: string;
};

type FieldProps = { readonly form: KeyForm; readonly facts: KeyFieldFacts };

export function NameField({ form }: Pick<FieldProps, "form">) {
  return (
    <TextField
      id={form.fieldId("name")}
      label="Name"
      name="name"
      required
      maxLength={KEY_NAME_MAX_LENGTH * 2}
      autoComplete="off"
      value={form.values.name}
      onChange={(event) => form.change({ name: event.target.value })}
      error={form.faults.name}
      hint="What uses the key, and where: “Nightly export, reporting server”. It can't be changed later."
    />
  );
}

export function LifetimeField({ form, facts }: FieldProps) {
  return (
    <ExpiryField
      id={form.fieldId("expiresAt")}
      value={form.values.expiresAt}
      onChange={(expiresAt) => form.change({ expiresAt })}
      error={form.faults.expiresAt}
      policy={facts.policy}
      now={facts.now}
    />
  );
}

export function RangesField({ form }: Pick<FieldProps, "form">) {
  return (
    <TextArea
      id={form.fieldId("allowedRanges")}
      label="Allowed addresses"
      name="allowedRanges"
      rows={2}
      maxLength={5_000}
      spellCheck={false}
      placeholder="203.0.113.0/24"
      value={form.values.allowedRanges}
      onChange={(event) => form.change({ allowedRanges: event.target.value })}
      error={form.faults.allowedRanges}
      hint="One IP address or range (CIDR) per line. Calls from anywhere else are refused. Leave it empty to allow every address."
      className="[&_textarea]:font-mono [&_textarea]:text-sm"
    />
  );
}

export function ScopesField({ form, facts }: FieldProps) {
  return (
    <ScopePicker
      id={form.fieldId("scopes")}
      profile={facts.profile}
      chosen={form.values.scopes}
      onChange={(scopes) => form.change({ scopes })}
      error={form.faults.scopes}
    />
  );
}
