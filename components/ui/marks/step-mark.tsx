import { clsx } from "clsx";

/** How far a step of a way is: done, the one that is under way, one that needs somebody, or one ahead. */
export type StepState = "done" | "now" | "stopped" | "ahead";

/** The mark of a step: full when done, a ring with a heart where one is, struck where it stopped, an empty ring ahead. */
export function StepMark({ state }: { readonly state: StepState }) {
  return (
    <svg width={20} height={20} viewBox="-10 -10 20 20" aria-hidden="true" className="relative shrink-0">
      {state === "done" ? (
        <>
          <circle r={9} className="fill-accent" />
          <path d="M-4 0.2-1.2 3 4-2.8" className="fill-none stroke-on-accent" strokeWidth={1.75} />
        </>
      ) : (
        <circle
          r={8.25}
          strokeWidth={1.5}
          className={clsx(
            "fill-paper",
            { now: "stroke-accent", stopped: "stroke-caution", ahead: "stroke-line-strong" }[state],
          )}
        />
      )}
      {state === "now" ? <circle r={4} className="fill-accent" /> : null}
      {state === "stopped" ? (
        <path d="M0-4.5V1M0 3.2V4.6" className="fill-none stroke-caution" strokeWidth={1.75} />
      ) : null}
    </svg>
  );
}
