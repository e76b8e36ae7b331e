/** The first scope and how many more there are; all of them on hover and for screen readers. */
export function KeyScopesCell({ scopes }: { readonly scopes: readonly string[] }) {
  const [first, ...others] = scopes;
  if (first === undefined) return <span className="text-muted">None</span>;
  return (
    <span title={scopes.join("\n")} className="flex min-w-0 items-baseline gap-1.5">
      <code translate="no" className="min-w-0 truncate text-xs">
        {first}
      </code>
      {others.length > 0 ? (
        <span className="shrink-0 text-xs text-muted">
          <span aria-hidden="true">{`+${others.length}`}</span>
          <span className="sr-only">{`and ${others.join(", ")}`}</span>
        </span>
      ) : null}
    </span>
  );
}
