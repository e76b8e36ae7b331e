import { clsx } from "clsx";

import { StepMark, type StepState } from "./step-mark";

export type Step = { readonly label: string; readonly text: string; readonly state: StepState };

type StepPathProps = {
  /** What the steps are the way of, for screen readers. */
  readonly label: string;
  readonly steps: readonly Step[];
};

const STATE_WORDS: Record<StepState, string> = {
  done: "done",
  now: "under way",
  stopped: "needs you",
  ahead: "ahead",
};

/** A way as a path of steps, beside each other where there is room. */
export function StepPath({ label, steps }: StepPathProps) {
  return (
    <ol aria-label={label} className="grid gap-x-0 nav:auto-cols-fr nav:grid-flow-col">
      {steps.map((step, index) => (
        <li
          key={step.label}
          aria-current={step.state === "now" || step.state === "stopped" ? "step" : undefined}
          className="relative flex gap-3 pb-5 last:pb-0 nav:block nav:pr-4 nav:pb-0"
        >
          {index < steps.length - 1 ? (
            <span
              aria-hidden="true"
              className={clsx(
                "absolute top-5 bottom-0 left-2.25 w-0.5 nav:top-2.25 nav:right-0 nav:bottom-auto nav:left-5 nav:h-0.5 nav:w-auto",
                step.state === "done" ? "bg-accent" : "bg-line",
              )}
            />
          ) : null}
          <StepMark state={step.state} />
          <div className="min-w-0 nav:mt-2">
            <p className={clsx("font-medium wrap-anywhere", step.state === "ahead" && "text-muted")}>
              <span>{step.label}</span>
              <span className="sr-only">{`, ${STATE_WORDS[step.state]}`}</span>
            </p>
            <p className={clsx("text-sm", step.state === "stopped" ? "text-caution" : "text-muted")}>
              {step.text}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
