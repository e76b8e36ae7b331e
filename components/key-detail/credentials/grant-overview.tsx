import { Badge, type Tone } from "@/components/ui/marks/badge";
import { grantSetups, type AppSetup } from "@/lib/domain/apps/grants";

import { grantWords, type GrantWords } from "./grant-words";

const TONES: Record<GrantWords["state"], Tone> = {
  Ready: "positive",
  "Not ready": "caution",
  Off: "neutral",
};

/** By which ways the app can get a token as it is set up now, and what each other way still lacks. */
export function GrantOverview({ setup }: { readonly setup: AppSetup }) {
  return (
    <section aria-labelledby="grants-title">
      <h2 id="grants-title" className="mb-2 text-lg font-semibold">
        Ways to a token
      </h2>
      <ul className="grid gap-px overflow-hidden rounded-md border border-line bg-line nav:grid-cols-3">
        {grantSetups(setup).map((grant) => {
          const { label, use, state, lack } = grantWords(grant);
          return (
            <li key={grant.grant} className="flex flex-col gap-1 bg-surface px-4 py-3">
              <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                <span className="font-medium">{label}</span>
                <Badge tone={TONES[state]}>{state}</Badge>
              </span>
              <span className="text-sm text-muted">{use}</span>
              {lack ? <span className="text-sm">{lack}</span> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
