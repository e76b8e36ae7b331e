import type { GoLive } from "@/lib/contracts/go-live/go-live";
import type { ReadinessRule } from "@/lib/domain/go-live/readiness";
import { count } from "@/lib/domain/format/numbers";

import { CallLink } from "./call-link";

const RULE_LABELS: Record<ReadinessRule, string> = {
  polling: "Polling",
  hourly_limit: "Hourly limit",
  burst_limit: "Burst limit",
};
const CALLS_NAMED = 5;

type BrokenRulesProps = { readonly accountId: string; readonly keyId: string; readonly goLive: GoLive };

/** The rules that were broken, each with the very calls. */
export function BrokenRules({ accountId, keyId, goLive }: BrokenRulesProps) {
  const { violations, violationsTotal, calls } = goLive;
  const known = new Map(calls.map((call) => [call.id, call]));
  return (
    <>
      <p className="mb-3 max-w-prose text-sm text-muted">
        Each ends the window at that call: the calls before it and those after it are not counted together.
      </p>
      <ul className="flex flex-col">
        {violations.map((violation) => {
          const named = violation.callIds.slice(0, CALLS_NAMED);
          const more = violation.calls - named.length;
          return (
            <li
              key={`${violation.rule} ${violation.path ?? ""}`}
              className="border-t border-line py-3 first:border-t-0 first:pt-0"
            >
              <p className="break-words">
                <span className="mr-2 font-medium text-danger">{RULE_LABELS[violation.rule]}</span>
                <span>{violation.detail}</span>
              </p>
              <p className="mt-1 flex flex-wrap gap-x-2 gap-y-1 text-sm text-muted">
                <span>Broken by</span>
                {named.map((id) => (
                  <CallLink
                    key={id}
                    accountId={accountId}
                    keyId={keyId}
                    call={known.get(id) ?? { id, at: violation.lastAt }}
                  />
                ))}
                {more > 0 ? <span>{`and ${count(more, "more call")}`}</span> : null}
              </p>
            </li>
          );
        })}
      </ul>
      {violationsTotal > violations.length ? (
        <p className="text-sm text-muted">{`${count(violationsTotal - violations.length, "more rule", "more rules")} broken before these.`}</p>
      ) : null}
    </>
  );
}
