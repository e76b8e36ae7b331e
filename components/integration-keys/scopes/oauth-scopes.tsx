import { Checkbox } from "@/components/ui/fields/choice";
import { LONG_LIVED_SCOPES, SCOPE_CATALOGUE, type Scope } from "@/lib/domain/keys/scopes";

type ScopeParts = { readonly ofCatalogue: ReadonlySet<Scope>; readonly ofOAuth: ReadonlySet<Scope> };

/** Chosen scopes apart: those of resources, and those that an app asks for when people sign in (S5). */
export function partScopes(chosen: ReadonlySet<Scope>): ScopeParts {
  const ofCatalogue = [...chosen].filter((scope) => LONG_LIVED_SCOPES.includes(scope));
  const ofOAuth = [...chosen].filter((scope) => !LONG_LIVED_SCOPES.includes(scope));
  return { ofCatalogue: new Set(ofCatalogue), ofOAuth: new Set(ofOAuth) };
}

const OAUTH_ENTRIES = SCOPE_CATALOGUE.filter(({ group }) => group === "OAuth");

type OAuthScopesProps = {
  readonly chosen: ReadonlySet<Scope>;
  readonly onChange: (chosen: ReadonlySet<Scope>) => void;
};

/** The scopes of no resource, which only apps can hold. */
export function OAuthScopes({ chosen, onChange }: OAuthScopesProps) {
  return (
    <fieldset
      aria-label="OAuth scopes"
      className="flex flex-col gap-3 rounded-md border border-line-strong/70 bg-surface px-4 py-3"
    >
      <p className="text-sm text-muted">
        OAuth's own, which an app asks for by name when people sign in. JWT Grant needs impersonation.
      </p>
      {OAUTH_ENTRIES.map(({ name, sentence, warning }) => (
        <Checkbox
          key={name}
          label={name}
          hint={[`${sentence}.`, warning].filter(Boolean).join(" ")}
          checked={chosen.has(name)}
          onChange={(event) => {
            const next = new Set(chosen);
            if (event.target.checked) next.add(name);
            else next.delete(name);
            onChange(next);
          }}
        />
      ))}
    </fieldset>
  );
}
