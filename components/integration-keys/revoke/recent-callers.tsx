import { CallMark } from "@/components/ui/marks/call-mark";
import type { KeyCallers } from "@/lib/contracts/keys/key-usage";
import { relativeTime } from "@/lib/domain/format/dates";
import { number } from "@/lib/domain/format/numbers";
import { callersTitle, callerVerdicts } from "@/components/key-parts/calls/key-callers";
import { notBefore } from "@/lib/domain/time/not-before";

const SHOWN = 3;

/** Addresses of the last 24 hours with the program they name, and how often they were let through and refused. */
export function RecentCallers({ callers, now }: { readonly callers: KeyCallers; readonly now: string }) {
  if (callers.data.length === 0) return null;
  const rest = callers.pairs - SHOWN;
  return (
    <section aria-label="Callers of the last 24 hours" className="rounded-md border border-line">
      <h3 className="border-b border-line px-3 py-2 text-xs font-medium text-muted">
        {callersTitle(callers)}
      </h3>
      <ul>
        {callers.data.slice(0, SHOWN).map((caller) => (
          <li
            key={`${caller.address} ${caller.userAgent}`}
            className="flex items-baseline justify-between gap-4 border-b border-line px-3 py-2 text-sm last:border-b-0"
          >
            <span className="min-w-0">
              <code translate="no">{caller.address ?? "unknown address"}</code>
              <span className="block truncate text-muted" title={caller.userAgent ?? undefined}>
                {caller.userAgent ?? "program not named"}
              </span>
            </span>
            <span className="flex shrink-0 flex-col items-end tabular-nums">
              <span className="flex flex-wrap justify-end gap-x-3">
                {callerVerdicts(caller).map(({ verdict, text }) => (
                  <span key={verdict} className="inline-flex items-center gap-1.5">
                    <CallMark verdict={verdict} />
                    <span>{text}</span>
                  </span>
                ))}
              </span>
              <span className="text-muted">{relativeTime(caller.lastAt, notBefore(now, caller.lastAt))}</span>
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 ? (
        <p className="border-t border-line px-3 py-2 text-sm text-muted">{`and ${callers.isComplete ? "" : "at least "}${number(rest)} more`}</p>
      ) : null}
    </section>
  );
}
