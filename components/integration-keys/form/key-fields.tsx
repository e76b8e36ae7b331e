"use client";

import { TextArea, TextField } from "@/components/ui/fields/field";
import { KEY_NAME_MAX_LENGTH } from "@/lib/domain/keys/name-text";
import type { Profile } from "@/lib/domain/people/profiles";

import { ExpiryField, type LifetimePolicy } from "./expiry/expiry-field";
import { NameCounter } from "./name/name-counter";
import { OAuthScopes, partScopes } from "@/components/integration-keys/scopes/oauth-scopes";
import { ScopePicker } from "@/components/integration-keys/scopes/scope-picker";
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
      beside={<NameCounter text={form.values.name} />}
      name="name"
      required
      maxLength={KEY_NAME_MAX_LENGTH * 2}
      autoComplete="off"
      value={form.values.name}
      onChange={(event) => form.change({ name: event.target.value })}
      error={form.faults.name}
      hint={
        form.values.method === "oauth"
          ? "People read it when they are asked for consent: “Acme sales portal”. It can't be changed later."
          : "What uses the key, and where: “Nightly export, reporting server”. It can't be changed later."
      }
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
  const { method, scopes } = form.values;
  const parts = partScopes(scopes);
  return (
    <div className="flex flex-col gap-4">
      <ScopePicker
        id={form.fieldId("scopes")}
        purpose={
          method === "oauth"
            ? "They are the app's ceiling: no token of it ever holds more, whatever it asks for and whoever consents."
            : null
        }
        profile={facts.profile}
        chosen={parts.ofCatalogue}
        onChange={(chosen) => form.change({ scopes: new Set([...chosen, ...parts.ofOAuth]) })}
        error={form.faults.scopes}
      />
      {method === "oauth" ? (
        <OAuthScopes
          chosen={parts.ofOAuth}
          onChange={(chosen) => form.change({ scopes: new Set([...parts.ofCatalogue, ...chosen]) })}
        />
      ) : null}
    </div>
  );
}
