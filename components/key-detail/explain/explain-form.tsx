import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { SelectField, TextField } from "@/components/ui/fields/field";
import { Link } from "@/components/ui/links/link";
import { MomentField } from "@/components/ui/fields/moment-field";
import { useGo } from "@/components/ui/links/use-go";
import { holdsSecret } from "@/lib/domain/secrets/secrets-in-text";
import { ENVIRONMENTS } from "@/lib/domain/people/profiles";
import { explainSearch, NOTHING_ASKED, type ExplainView } from "@/lib/addresses/explain-view";
import { keyPage } from "@/lib/addresses/pages";

import { ExplainScopesField } from "./explain-scopes-field";

type ExplainFormProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly view: ExplainView;
  readonly faults: Readonly<Record<string, string>>;
};

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const SERVED = [
  { value: "", label: "What the gate serves" },
  { value: "sandbox", label: "Sandbox" },
  { value: "production", label: "Production" },
];
const SECRET_FAULT = "This holds a key, or most of one. Leave it out: none is needed here.";

/** The form of a request to explain, field by field. */
export function ExplainForm({ accountId, keyId, view, faults }: ExplainFormProps) {
  const { go, isGoing } = useGo();
  const [scopes, setScopes] = useState(view.scopes);
  const [secretField, setSecretField] = useState<string | null>(null);
  const faultOf = (field: string) => (secretField === field ? SECRET_FAULT : faults[field]);
  const ask = (form: FormData) => {
    const asked = readForm(form, scopes);
    const named = Object.entries(asked).find(([, value]) => typeof value === "string" && holdsSecret(value));
    setSecretField(named?.[0] ?? null);
    if (!named) go(keyPage(accountId, keyId, explainSearch(asked)), { scroll: false });
  };
  const methods = view.method && !METHODS.includes(view.method) ? [...METHODS, view.method] : METHODS;
  return (
    <form
      aria-label="Request to explain"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        // A date that can't be read is not left out: the answer would be about another time.
        if (event.currentTarget.reportValidity()) ask(new FormData(event.currentTarget));
      }}
    >
      <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3">
        <SelectField
          label="Method"
          name="method"
          defaultValue={view.method ?? "GET"}
          options={methods.map((method) => ({ value: method, label: method }))}
          error={faultOf("method")}
        />
        <TextField
          label="Path"
          name="path"
          defaultValue={view.path ?? ""}
          placeholder="/api/rest/v6/agreements"
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
          error={faultOf("path")}
        />
      </div>
      <ExplainScopesField chosen={scopes} onChange={setScopes} error={faultOf("scopes")} />
      <div className="grid gap-x-3 gap-y-4 min-[26rem]:grid-cols-2">
        <TextField
          label="Client address"
          name="address"
          defaultValue={view.address ?? ""}
          placeholder="Not known"
          autoComplete="off"
          spellCheck={false}
          maxLength={400}
          error={faultOf("address")}
          hint="Or X-Forwarded-For, as a gateway sends it."
        />
        <SelectField
          label="Gateway serves"
          name="environment"
          defaultValue={view.environment ?? ""}
          options={SERVED}
        />
        <MomentField
          label="When (UTC)"
          name="at"
          timeIfNone="00:00"
          placeholder="Now"
          value={view.at ?? ""}
          hint="Empty: now."
          error={faultOf("at")}
          className="min-[26rem]:col-span-2 [&>div]:max-w-64"
        />
      </div>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" isBusy={isGoing}>
          Explain
        </Button>
        <Link
          href={keyPage(accountId, keyId, explainSearch(NOTHING_ASKED))}
          scroll={false}
          className="text-sm font-medium text-accent hover:underline"
        >
          Start over
        </Link>
      </div>
    </form>
  );
}

function readForm(form: FormData, scopes: readonly string[]): ExplainView {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  return {
    method: text("method"),
    path: text("path"),
    scopes,
    address: text("address"),
    at: text("at"),
    environment: ENVIRONMENTS.find((environment) => environment === form.get("environment")) ?? null,
    call: null,
  };
}
