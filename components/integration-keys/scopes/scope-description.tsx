import type { ScopeChoice } from "./scope-choices";

/** What the scope that is looked at means; as tall without one, so that nothing below moves. */
export function ScopeDescription({ choice }: { readonly choice: ScopeChoice | null }) {
  return (
    <div
      aria-hidden="true"
      className="min-h-20 border-t border-line px-3 py-2.5 text-sm text-muted sm:min-h-16 sm:px-4"
    >
      {choice ? (
        <>
          <p>
            <code translate="no" className="text-ink">
              {choice.name}
            </code>
            <span>{` ${choice.sentence}.`}</span>
          </p>
          <p className="text-caution">{choice.refusal ?? choice.warning}</p>
        </>
      ) : (
        <p>Point at a box, or move to it, to read what the scope allows.</p>
      )}
    </div>
  );
}
