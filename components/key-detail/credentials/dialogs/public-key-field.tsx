import { FileUp } from "lucide-react";
import { useRef } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextArea } from "@/components/ui/fields/field";

type PublicKeyFieldProps = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
};

/** A public key, pasted or from a file, which is read here and goes nowhere by itself. */
export function PublicKeyField({ value, onChange, error }: PublicKeyFieldProps) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-col items-start gap-2">
      <TextArea
        label="Public key"
        name="publicKey"
        required
        rows={6}
        autoComplete="off"
        spellCheck={false}
        translate="no"
        placeholder="-----BEGIN PUBLIC KEY-----"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={error}
        hint="PEM (BEGIN PUBLIC KEY) or JWK. From a private key: openssl rsa -in private.pem -pubout"
        className="w-full [&_textarea]:font-mono [&_textarea]:text-sm [&_textarea]:leading-5"
      />
      <input
        ref={file}
        type="file"
        aria-label="Public key file"
        tabIndex={-1}
        accept=".pem,.pub,.json,.jwk,.txt,.crt,.cer,.key"
        className="sr-only"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          // Else the same file could not be chosen again.
          event.target.value = "";
          void chosen?.text().then(onChange);
        }}
      />
      <Button onClick={() => file.current?.click()}>
        <FileUp aria-hidden="true" className="size-3.5" />
        <span>Choose file</span>
      </Button>
    </div>
  );
}
