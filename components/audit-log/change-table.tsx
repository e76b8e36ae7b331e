import type { AuditEvent } from "@/lib/contracts/accounts/audit";
import { auditedChanges } from "@/lib/domain/record/audit-changes";

/** What was changed, before and after, field by field. */
export function ChangeTable({ event }: { readonly event: AuditEvent }) {
  const changes = auditedChanges(event);
  if (changes.length === 0) return null;
  const hasBefore = event.before !== null;
  const cell = "py-1.5 pr-4 align-top wrap-anywhere";
  return (
    <table className="w-full max-w-160 table-fixed border-collapse text-left text-sm">
      <caption className="sr-only">{hasBefore ? "Before and after" : "What was set"}</caption>
      <thead>
        <tr className="border-b border-line text-xs text-muted">
          <th scope="col" className="w-24 py-1 font-medium sm:w-48">
            Field
          </th>
          {hasBefore ? (
            <th scope="col" className="py-1 font-medium">
              Before
            </th>
          ) : null}
          <th scope="col" className="py-1 font-medium">
            {hasBefore ? "After" : "Value"}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field} className="border-b border-line">
            <th scope="row" className={`${cell} font-normal text-muted`}>
              {change.field}
            </th>
            {hasBefore ? <td className={cell}>{change.before ?? "–"}</td> : null}
            <td className={cell}>{change.after ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
