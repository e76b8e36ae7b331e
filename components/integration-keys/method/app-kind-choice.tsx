import { RadioGroup } from "@/components/ui/fields/choice";

type AppKindChoiceProps = {
  readonly isPublic: boolean;
  readonly onChange: (isPublic: boolean) => void;
};

/** Whether the app can keep a secret (RFC 6749 section 2.1): by where it runs, not by how important it is. */
export function AppKindChoice({ isPublic, onChange }: AppKindChoiceProps) {
  return (
    <RadioGroup
      legend="Kind of app"
      name="isPublic"
      value={isPublic ? "public" : "confidential"}
      onChange={(value) => onChange(value === "public")}
      options={[
        {
          value: "confidential",
          label: "Confidential",
          hint: "It runs on a server of yours and can keep a secret: client secrets or a key pair.",
        },
        {
          value: "public",
          label: "Public",
          hint: "It runs in browsers, on telephones or computers of others. It has no secret and proves itself with PKCE. It can't be made confidential later.",
        },
      ]}
    />
  );
}
