import { clsx } from "clsx";

import type { GoLive } from "@/lib/contracts/go-live/go-live";

import { StepMark } from "@/components/ui/marks/step-mark";

const LABELS: Record<string, string> = {
  production_account: "A production account",
  app_set_up: "A redirect URI or an RSA key",
};

/** What a key needs before its calls matter: each with what meets it, or what is missing and how to get it. */
export function Prerequisites({ items }: { readonly items: GoLive["prerequisites"] }) {
  return (
    <ul aria-label="Prerequisites" className="flex flex-col">
      {items.map(({ code, isMet, detail }) => (
        <li key={code} className="flex gap-3 border-t border-line py-3 first:border-t-0 first:pt-0 last:pb-0">
          <StepMark state={isMet ? "done" : "stopped"} />
          <div className="min-w-0">
            <p className="font-medium">
              <span>{LABELS[code] ?? code}</span>
              <span className={clsx("ml-2 text-sm font-normal", isMet ? "text-muted" : "text-caution")}>
                {isMet ? "met" : "missing"}
              </span>
            </p>
            <p className="max-w-prose text-sm text-muted">{detail}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
