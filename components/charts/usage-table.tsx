import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { KeyUsage } from "@/lib/contracts/keys/key-usage";
import { VERDICT_GROUP_LABELS, VERDICT_GROUPS } from "@/lib/domain/verdict/verdict-group";
import { bucketLabel, totalOf } from "./chart-geometry";
import { number } from "@/lib/domain/format/numbers";

/** The chart's numbers as a table, newest first; hours or days without calls are left out. */
export function UsageTable({ usage }: { readonly usage: KeyUsage }) {
  const rows = usage.buckets.filter((bucket) => totalOf(bucket.counts) > 0).toReversed();
  const unit = usage.step === "hour" ? "Hour" : "Day";
  return (
    <details className="group/details">
      <summary className="w-fit rounded-sm py-1 text-sm font-medium text-accent hover:underline">
        Show the numbers as a table
      </summary>
      {rows.length === 0 ? (
        <p className="mt-2 text-muted">There are no calls in this time.</p>
      ) : (
        <div className="mt-2 max-h-96 overflow-y-auto">
          <Table label={`Calls per ${unit.toLowerCase()} by verdict`}>
            <thead>
              <tr>
                <Th>{unit}</Th>
                {VERDICT_GROUPS.map((group) => (
                  <Th key={group} className="text-right">
                    {VERDICT_GROUP_LABELS[group]}
                  </Th>
                ))}
                <Th className="text-right">All</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((bucket) => (
                <Tr key={bucket.at}>
                  <Td className="whitespace-nowrap">{bucketLabel(bucket.at, usage.step)}</Td>
                  {VERDICT_GROUPS.map((group) => (
                    <Td
                      key={group}
                      className={bucket.counts[group] === 0 ? "text-right text-muted" : "text-right"}
                    >
                      {number(bucket.counts[group])}
                    </Td>
                  ))}
                  <Td className="text-right font-medium">{number(totalOf(bucket.counts))}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
          <p className="mt-2 text-xs text-muted">{`${unit === "Hour" ? "Hours" : "Days"} without calls are left out.`}</p>
        </div>
      )}
    </details>
  );
}
