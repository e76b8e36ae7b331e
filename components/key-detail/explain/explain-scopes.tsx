import { Badge } from "@/components/ui/marks/badge";
import type { Explanation } from "@/lib/contracts/keys/explain";
import { scopeStateText } from "./explain-words";
import { listed } from "@/lib/domain/format/lists";
import { count } from "@/lib/domain/format/numbers";

type TableRoute = NonNullable<Explanation["routeTable"]["route"]>;

function routeNeeds({ isPublic, scopes }: TableRoute): string {
  if (isPublic) return "is public";
  return `needs ${scopes.length === 0 ? "no scope" : listed(scopes)}`;
}

/** Each needed scope, and what the key makes of it; what it holds besides, in a line. */
export function ExplainScopes({ explained }: { readonly explained: Explanation }) {
  const needed = explained.scopes.filter((row) => row.isNeeded);
  const others = explained.scopes.filter((row) => !row.isNeeded && row.state === "held");
  const { route } = explained.routeTable;
  return (
    <section aria-labelledby="needed-title">
      <h2 id="needed-title" className="mb-2 text-lg font-semibold">
        Scopes
      </h2>
      {route ? (
        <p className="mb-2 text-sm text-muted">
          <span>The route table has</span>{" "}
          <code translate="no" className="text-ink">{`${route.methods.join(", ")} ${route.template}`}</code>
          <span>{`, which ${routeNeeds(route)}.`}</span>
        </p>
      ) : null}
      {needed.length === 0 ? <p>The request needs no scope.</p> : null}
      <ul aria-label="Needed scopes">
        {needed.map((row) => (
          <li
            key={row.scope}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2"
          >
            <code translate="no" className="text-sm">
              {row.scope}
            </code>
            <Badge tone={row.state === "held" ? "positive" : row.state === "narrowed" ? "caution" : "danger"}>
              <span className="whitespace-normal">{scopeStateText(row.state, explained.actsAs)}</span>
            </Badge>
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <details className="mt-2 text-sm text-muted">
          <summary className="w-fit rounded-sm hover:text-ink">{`It holds ${count(others.length, needed.length > 0 ? "other scope" : "scope")}`}</summary>
          <p className="mt-1">{listed(others.map((row) => row.scope))}</p>
        </details>
      ) : null}
    </section>
  );
}
