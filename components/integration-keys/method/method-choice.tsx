import { clsx } from "clsx";
import { useId, type ReactNode } from "react";

import {
  AUTHENTICATION_METHODS,
  METHOD_LABELS,
  type AuthenticationMethod,
} from "@/lib/domain/keys/availability";

type MethodChoiceProps = {
  readonly value: AuthenticationMethod;
  readonly onChange: (method: AuthenticationMethod) => void;
  /** Why an app can't be made here (R3); null where it can. */
  readonly appRefusal: string | null;
  /** Where an app can be made instead. */
  readonly appWay: ReactNode;
  /** What is to be known of each, row by row the same question: see method-comparison.tsx. */
  readonly comparison: Record<AuthenticationMethod, ReactNode>;
};

const ADVICE: Record<AuthenticationMethod, string> = {
  long_lived: "Right for a script or server of your own that nobody signs in to.",
  oauth: "Better wherever people sign in, or somebody else runs the program.",
};

/** How the key proves itself: the choice is the comparison of the two. */
export function MethodChoice({ value, onChange, appRefusal, appWay, comparison }: MethodChoiceProps) {
  const base = useId();
  return (
    <fieldset role="radiogroup" aria-labelledby={`${base}-legend`} className="min-w-0">
      <legend id={`${base}-legend`} className="mb-2 text-base font-medium">
        Authentication method
      </legend>
      <div className="grid gap-x-3 gap-y-3 sm:grid-cols-2 sm:grid-rows-[repeat(6,auto)] sm:gap-y-0">
        {AUTHENTICATION_METHODS.map((method) => {
          const refusal = method === "oauth" ? appRefusal : null;
          return (
            <label
              key={method}
              htmlFor={`${base}-${method}`}
              className={clsx(
                "grid content-start gap-y-2 rounded-md border px-3 py-3 has-checked:border-accent has-checked:bg-accent-soft sm:row-span-6 sm:grid-rows-subgrid",
                refusal === null ? "border-line bg-surface" : "border-dashed border-line-strong/50",
              )}
            >
              <span className="flex items-center gap-2.5">
                <input
                  id={`${base}-${method}`}
                  type="radio"
                  name="method"
                  value={method}
                  aria-label={METHOD_LABELS[method]}
                  aria-describedby={`${base}-${method}-about`}
                  checked={value === method}
                  disabled={refusal !== null}
                  onChange={() => onChange(method)}
                  className="size-4 shrink-0"
                />
                <span className={clsx("font-medium", refusal !== null && "text-muted")}>
                  {METHOD_LABELS[method]}
                </span>
              </span>
              <span id={`${base}-${method}-about`} className="text-sm">
                {refusal ?? ADVICE[method]}
              </span>
              <span className={clsx("contents", refusal !== null && "text-muted")}>{comparison[method]}</span>
            </label>
          );
        })}
      </div>
      {appRefusal === null ? null : (
        <div className="mt-3">
          <p className="mb-2 text-sm text-muted">For an OAuth app, which comes here by Go Live:</p>
          {appWay}
        </div>
      )}
    </fieldset>
  );
}
