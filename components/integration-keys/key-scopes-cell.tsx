import { count } from "@/lib/view/format";

/** The first scope and how many more there are; all of them on hover and for screen readers. */
export function KeyScopesCell({ scopes }: { readonly scopes: readonly string[] }) {
  const [first, ...others] = scopes;
  if (first === undefined) return <span className="text-muted">None</span>;
  return (
    <span title={scopes.join("\n")} className="block">
      <code className="block truncate text-xs">{first}</code>
      {others.length > 0 ? (
        <span className="text-xs text-muted">
          and {count(others.length, "other")}
          <span className="sr-only">: {others.join(", ")}</span>
        </span>
      ) : null}
    </span>
  );
}
