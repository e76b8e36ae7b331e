import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { heldScopes, readRangeLines, type KeyFormValues } from "./key-form";
import { scopeSentence, scopeWarnings } from "./scope-sentence";

type KeyFormSummaryProps = {
  readonly values: KeyFormValues;
  /** As whom the key acts (R6): "Ada Lovelace, admin of Acme Production". */
  readonly actsAs: string;
  readonly now: string;
  /** The button, and what stands above it. */
  readonly children: ReactNode;
};

/** What the key in the making may do, in words that follow every choice. */
export function KeyFormSummary({ values, actsAs, now, children }: KeyFormSummaryProps) {
  const isApp = values.method === "oauth";
  const scopes = heldScopes(values);
  const warnings = scopeWarnings(scopes);
  const ranges = readRangeLines(values.allowedRanges);
  return (
    <aside
      aria-label="Summary"
      className="flex flex-col gap-4 self-start rounded-md border border-line bg-surface p-4 xl:sticky xl:top-6"
    >
      <div aria-live="polite">
        <h2 className="font-semibold">{isApp ? "What this app may do at most" : "What this key may do"}</h2>
        <p className="mt-1.5">{scopeSentence(scopes, isApp ? "Its tokens" : "This key")}</p>
        {warnings.length > 0 ? (
          <ul className="mt-3 flex flex-col gap-2 text-sm">
            {warnings.map(({ scope, warning }) => (
              <li key={scope} className="flex gap-2 text-caution">
                <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                <span>
                  <code translate="no" className="text-xs">
                    {scope}
                  </code>
                  <br />
                  <span>{warning}</span>
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 border-t border-line pt-3 text-sm">
        <Fact term="Acts as">{isApp ? "Whoever consents to it, and as no one else" : actsAs}</Fact>
        <Fact term="Ends">
          {isApp ? (
            "When it is revoked"
          ) : values.expiresAt === "" ? (
            "No time chosen"
          ) : (
            <>
              <span>{exactTime(values.expiresAt)}</span>
              <span className="block text-muted">{relativeTime(values.expiresAt, now)}</span>
            </>
          )}
        </Fact>
        <Fact term="From">
          {ranges.length === 0 ? (
            "Any address"
          ) : (
            <span translate="no" className="font-mono break-all">
              {ranges.join(", ")}
            </span>
          )}
        </Fact>
      </dl>
      {children}
    </aside>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
