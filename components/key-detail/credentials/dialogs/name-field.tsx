import { TextField } from "@/components/ui/fields/field";
import { readKeyName } from "@/lib/domain/keys/key-name";
import { KEY_NAME_MAX_LENGTH } from "@/lib/domain/keys/name-text";

type NameFieldProps = { readonly hint: string; readonly error: string | undefined };

/** By what people will tell it from the others. */
export function NameField({ hint, error }: NameFieldProps) {
  return (
    <TextField
      label="Name"
      name="name"
      required
      maxLength={KEY_NAME_MAX_LENGTH * 2}
      autoComplete="off"
      hint={hint}
      error={error}
    />
  );
}

/** What is wrong with a name before it is sent; undefined for nothing. */
export function nameFault(text: string): string | undefined {
  const reading = readKeyName(text);
  if (reading.ok) return undefined;
  return reading.code === "name_empty" ? "Give it a name." : reading.detail;
}

/** The text of a field of a form; empty where it has none. */
export function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
