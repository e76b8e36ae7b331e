import { Checkbox } from "@/components/ui/choice";
import type { Scope } from "@/lib/domain/scopes";
import type { ScopeChoice, ScopeResource, ScopeSection } from "@/lib/view/scope-picker";

type Toggle = (scope: Scope, isChosen: boolean) => void;

type ScopeSectionRowsProps = {
  readonly section: ScopeSection;
  readonly chosen: ReadonlySet<Scope>;
  readonly onToggle: Toggle;
};

/** One group of the catalogue: a row for each resource, a checkbox for each of its actions. */
export function ScopeSectionRows({ section, chosen, onToggle }: ScopeSectionRowsProps) {
  return (
    <section aria-label={section.group} className="border-b border-line last:border-b-0">
      <h3 className="bg-sunken px-4 py-1.5 text-xs font-medium text-muted">{section.group}</h3>
      {section.resources.map((resource) => (
        <ResourceRow key={resource.resource} resource={resource} chosen={chosen} onToggle={onToggle} />
      ))}
    </section>
  );
}

type ResourceRowProps = {
  readonly resource: ScopeResource;
  readonly chosen: ReadonlySet<Scope>;
  readonly onToggle: Toggle;
};

function ResourceRow({ resource, chosen, onToggle }: ResourceRowProps) {
  return (
    <fieldset
      aria-label={resource.label}
      className="grid gap-x-3 gap-y-1 border-t border-line px-4 py-2.5 [h3+&]:border-t-0 sm:grid-cols-[6.75rem_1fr]"
    >
      <div>
        <p className="font-medium sm:pt-1">{resource.label}</p>
        {resource.isReadOnly ? <p className="text-xs text-muted">Read only, by design</p> : null}
      </div>
      <div className="grid gap-x-3 sm:grid-cols-2">
        {resource.choices.map((choice) => (
          <ScopeCheckbox
            key={choice.name}
            choice={choice}
            isChosen={chosen.has(choice.name)}
            onToggle={onToggle}
          />
        ))}
      </div>
    </fieldset>
  );
}

type ScopeCheckboxProps = {
  readonly choice: ScopeChoice;
  readonly isChosen: boolean;
  readonly onToggle: Toggle;
};

function ScopeCheckbox({ choice, isChosen, onToggle }: ScopeCheckboxProps) {
  return (
    <Checkbox
      label={choice.name}
      name="scopes"
      value={choice.name}
      checked={isChosen}
      disabled={choice.refusal !== null}
      onChange={(event) => onToggle(choice.name, event.target.checked)}
      className="-mx-1.5 rounded-md px-1.5 py-1 has-checked:bg-accent-soft [&_label]:font-mono [&_label]:text-sm"
      hint={
        <>
          {choice.sentence}.
          {isChosen && choice.warning ? (
            <span className="mt-0.5 block text-caution">{choice.warning}</span>
          ) : null}
          {choice.refusal ? <span className="mt-0.5 block">{choice.refusal}</span> : null}
        </>
      }
    />
  );
}
