import { Link } from "@/components/ui/links/link";
import { useId } from "react";

import type { KeyUsage } from "@/lib/contracts/keys/key-usage";
import { VERDICT_GROUP_LABELS, VERDICT_GROUPS } from "@/lib/domain/verdict/verdict-group";
import { totalOf } from "./chart-geometry";
import { number, percentOf } from "@/lib/domain/format/numbers";
import { keyPage } from "@/lib/addresses/pages";

import { VerdictPatterns, VerdictSwatch } from "./verdict-patterns";

type UsageLegendProps = { readonly accountId: string; readonly keyId: string; readonly usage: KeyUsage };

/** What the patterns mean, with totals; each leads to the calls behind it. */
export function UsageLegend({ accountId, keyId, usage }: UsageLegendProps) {
  const prefix = useId();
  const all = totalOf(usage.totals);
  return (
    <>
      <svg width={0} height={0} className="absolute" aria-hidden="true">
        <VerdictPatterns prefix={prefix} />
      </svg>
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line nav:grid-cols-5">
        {VERDICT_GROUPS.map((group) => (
          <li key={group} className="bg-surface last:col-span-full nav:last:col-span-1">
            <Link
              href={keyPage(accountId, keyId, {
                tab: "calls",
                verdict: group,
                from: usage.from,
                to: usage.to,
              })}
              className="flex h-full flex-col gap-0.5 px-3 py-2.5 -outline-offset-2 hover:bg-sunken"
            >
              <span className="flex items-center gap-2 text-sm text-muted">
                <VerdictSwatch group={group} prefix={prefix} />
                <span>{VERDICT_GROUP_LABELS[group]}</span>
              </span>
              <span className="text-lg font-semibold tabular-nums">
                <span>{number(usage.totals[group])}</span>{" "}
                <span className="ml-0.5 text-sm font-normal text-muted">
                  {percentOf(usage.totals[group], all)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
