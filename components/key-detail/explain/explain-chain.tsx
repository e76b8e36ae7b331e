import { Check, CircleHelp, Minus, X } from "lucide-react";
import { clsx } from "clsx";

import type { ExplainedOutcome, Explanation } from "@/lib/contracts/keys/explain";
import { CHECK_LABELS } from "./explain-words";

const OUTCOMES = {
  passed: { label: "Passed", Icon: Check, look: "bg-positive-soft text-positive" },
  refused: { label: "Refused", Icon: X, look: "bg-danger-soft text-danger" },
  not_reached: { label: "Not reached", Icon: Minus, look: "bg-sunken text-muted" },
  unknown: { label: "Not known ahead", Icon: CircleHelp, look: "bg-caution-soft text-caution" },
} as const satisfies Record<ExplainedOutcome, unknown>;

/** Every check in the order in which the gate makes them; the first that refuses is the answer. */
export function ExplainChain({ checks }: { readonly checks: Explanation["checks"] }) {
  return (
    <section aria-labelledby="chain-title">
      <h2 id="chain-title" className="mb-1 text-lg font-semibold">
        Why, check by check
      </h2>
      <p className="mb-2 text-sm text-muted">
        In the order in which the gate makes them. The first that refuses is the answer.
      </p>
      <ol aria-label="Checks" className="border-t border-line">
        {checks.map(({ code, outcome, text }) => {
          const { label, Icon, look } = OUTCOMES[outcome];
          return (
            <li
              key={code}
              className={clsx(
                "flex gap-3 border-b border-line py-2.5",
                outcome === "not_reached" && "text-muted",
              )}
            >
              <span
                className={clsx("mt-px flex size-5 shrink-0 items-center justify-center rounded-full", look)}
              >
                <Icon aria-hidden="true" className="size-3.5" />
              </span>
              <div className="min-w-0 flex-1 gap-x-4 min-[34rem]:grid min-[34rem]:grid-cols-[9rem_minmax(0,1fr)]">
                <p className={clsx(outcome !== "not_reached" && "font-medium")}>
                  <span>{CHECK_LABELS[code]}</span>
                  <span className="sr-only">{`: ${label}.`}</span>
                </p>
                <p className="break-words">{text}</p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
