import { X } from "lucide-react";
import { useId, useState } from "react";

type Catalogue = typeof import("@/lib/domain/keys/scopes");

/** Most who ask about a request leave the scopes to its route: the catalogue comes once the field is used. */
const loadCatalogue = (): Promise<Catalogue> => import("@/lib/domain/keys/scopes");

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
  const [catalogue, setCatalogue] = useState<Catalogue | null>(null);
  const shown = fault ?? error;
  const add = (typed: string, { parseScope }: Catalogue) => {
    const names = typed.split(/[\s,]+/).filter(Boolean);
    const unknown = names.find((name) => parseScope(name) === null);
    setFault(unknown === undefined ? null : `There is no scope called that. Try one of the list.`);
    if (unknown !== undefined) return;
    onChange([...new Set([...chosen, ...names.map((name) => parseScope(name) ?? name)])]);
    setText("");
  };
  const withCatalogue = async (work: (loaded: Catalogue) => void) => {
    try {
      const loaded = catalogue ?? (await loadCatalogue());
      setCatalogue(loaded);
      work(loaded);
    } catch {
      setFault("The list of scopes could not be loaded. Try again.");
    }
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
        onFocus={() => void withCatalogue(() => undefined)}
        onChange={(event) => {
          setText(event.target.value);
          setFault(null);
          // A name that was chosen from the list is whole.
          const typed = event.target.value;
          void withCatalogue((loaded) =>
            loaded.parseScope(typed) === null ? undefined : add(typed, loaded),
          );
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || text.trim() === "") return;
          event.preventDefault();
          void withCatalogue((loaded) => add(text, loaded));
        }}
        className="h-9 w-full rounded-md border border-line-strong bg-surface px-3 placeholder:text-muted aria-invalid:border-danger"
      />
      <datalist id={`${id}-list`}>
        {catalogue?.LONG_LIVED_SCOPES.filter((scope) => !chosen.includes(scope)).map((scope) => (
          <option key={scope} value={scope}>
            {catalogue.scopeEntry(scope).sentence}
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
              <code translate="no" className="text-sm">
                {scope}
              </code>
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
