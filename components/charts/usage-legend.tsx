import Link from "next/link";
import { useId } from "react";

import type { KeyUsage } from "@/lib/contracts/key-usage";
import { VERDICT_GROUP_LABELS, VERDICT_GROUPS } from "@/lib/domain/verdict-group";
import { totalOf } from "@/lib/view/call-chart";
import { number } from "@/lib/view/format";
import { keyPage } from "@/lib/view/routes";

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
                {VERDICT_GROUP_LABELS[group]}
              </span>
              <span className="text-lg font-semibold tabular-nums">
                {number(usage.totals[group])}{" "}
                <span className="ml-0.5 text-sm font-normal text-muted">
                  {share(usage.totals[group], all)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** "12%", "<1%", or nothing where there is nothing to share. */
function share(part: number, all: number): string {
  if (all === 0 || part === 0) return "";
  const percent = (100 * part) / all;
  if (percent < 1) return "<1%";
  return percent > 99 && part < all ? ">99%" : `${Math.round(percent)}%`;
}
