import { RadioGroup } from "@/components/ui/fields/choice";
import type { Scope } from "@/lib/domain/keys/scopes";
import { count } from "@/lib/domain/format/numbers";
import { SCOPE_CHOICES, scopeChoiceOf, type ReplacementScopes } from "./replacement-scopes";

type ScopeStartProps = {
  readonly given: ReplacementScopes;
  /** What is chosen below; a choice here sets it. */
  readonly chosen: ReadonlySet<Scope>;
  readonly onChoose: (scopes: ReadonlySet<Scope>) => void;
};

/** Which of the old key's scopes the new one begins with. A key that did its work with three of sixteen needs no more. */
export function ScopeStart({ given, chosen, onChoose }: ScopeStartProps) {
  return (
    <RadioGroup
      legend="Scopes to take over"
      name="scopeStart"
      value={scopeChoiceOf(chosen, given) ?? ""}
      onChange={(text) => {
        const choice = SCOPE_CHOICES.find((candidate) => candidate === text);
        if (choice) onChoose(new Set(given[choice]));
      }}
      options={[
        { value: "all", label: "All of the old key", hint: count(given.all.length, "scope") },
        {
          value: "used",
          label: "Only those used",
          hint: <UsedHint given={given} />,
          isDisabled: given.used.length === 0 || given.unused.length === 0,
        },
      ]}
    />
  );
}

function UsedHint({ given: { all, used, unused } }: Pick<ScopeStartProps, "given">) {
  if (used.length === 0) return <span>No allowed call has used a scope of the old key yet.</span>;
  if (unused.length === 0) return <span>Calls have used every scope of the old key.</span>;
  return (
    <>
      <span>{`${used.length} of ${count(all.length, "scope")}. Leaves out what no allowed call has used:`}</span>{" "}
      <code translate="no" className="text-xs wrap-anywhere">
        {unused.join(", ")}
      </code>
    </>
  );
}
