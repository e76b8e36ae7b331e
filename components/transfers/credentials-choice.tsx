import { RadioGroup } from "@/components/ui/fields/choice";
import { CREDENTIALS_AFTER, type CredentialsAfter } from "@/lib/domain/transfers/transfer";

type CredentialsChoiceProps = {
  readonly value: CredentialsAfter;
  readonly onChange: (value: CredentialsAfter) => void;
};

const WORDS: Record<CredentialsAfter, { readonly label: string; readonly hint: string }> = {
  keep: { label: "Keep them", hint: "The app goes on working. Whoever holds its secrets holds them still." },
  revoke: { label: "Revoke them", hint: "The app stops until its new account has added secrets of its own." },
};

/** What becomes of an app's secrets and key pairs once it is transferred. */
export function CredentialsChoice({ value, onChange }: CredentialsChoiceProps) {
  return (
    <RadioGroup
      legend="Secrets and key pairs"
      name="credentials"
      value={value}
      onChange={(chosen) => onChange(chosen === "revoke" ? "revoke" : "keep")}
      options={CREDENTIALS_AFTER.map((each) => ({ value: each, ...WORDS[each] }))}
    />
  );
}
