import { X } from "lucide-react";
import { useId, useState } from "react";

import { LONG_LIVED_SCOPES, parseScope, scopeEntry } from "@/lib/domain/scopes";

type ExplainScopesFieldProps = {
  readonly chosen: readonly string[];
  readonly onChange: (scopes: readonly string[]) => void;
  readonly error: string | undefined;
};

/** The scopes that a request needs, added one by one from the catalogue; Acrobat names are understood. */
export function ExplainScopesField({ chosen, onChange, error }: ExplainScopesFieldProps) {
  const id = useId();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const shown = fault ?? error;
  const add = (typed: string) => {
    const names = typed.split(/[\s,]+/).filter(Boolean);
    const unknown = names.find((name) => parseScope(name) === null);
    setFault(unknown === undefined ? null : `There is no scope called that. Try one of the list.`);
    if (unknown !== undefined) return;
    onChange([...new Set([...chosen, ...names.map((name) => parseScope(name) ?? name)])]);
    setText("");
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        Scopes needed
      </label>
      <input
        id={id}
        list={`${id}-list`}
        value={text}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        placeholder={chosen.length === 0 ? "Those of the route, or none" : "Another scope"}
        aria-invalid={shown ? true : undefined}
        aria-describedby={shown ? `${id}-error ${id}-hint` : `${id}-hint`}
        onChange={(event) => {
          setText(event.target.value);
          setFault(null);
          // A name that was chosen from the list is whole.
          if (parseScope(event.target.value) !== null) add(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || text.trim() === "") return;
          event.preventDefault();
          add(text);
        }}
        className="h-9 w-full rounded-md border border-line-strong bg-surface px-3 placeholder:text-muted aria-invalid:border-danger"
      />
      <datalist id={`${id}-list`}>
        {LONG_LIVED_SCOPES.filter((scope) => !chosen.includes(scope)).map((scope) => (
          <option key={scope} value={scope}>
            {scopeEntry(scope).sentence}
          </option>
        ))}
      </datalist>
      {shown ? (
        <p id={`${id}-error`} className="text-sm text-danger">
          {shown}
        </p>
      ) : null}
      <p id={`${id}-hint`} className="sr-only">
        Type a scope and press Enter to add it.
      </p>
      {chosen.length > 0 ? (
        <ul aria-label="Scopes that the request needs" className="flex flex-wrap gap-1.5">
          {chosen.map((scope) => (
            <li
              key={scope}
              className="inline-flex items-center gap-1 rounded-md border border-line-strong/60 bg-surface pl-2"
            >
              <code className="text-sm">{scope}</code>
              <button
                type="button"
                aria-label={`Remove ${scope}`}
                onClick={() => onChange(chosen.filter((other) => other !== scope))}
                className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
