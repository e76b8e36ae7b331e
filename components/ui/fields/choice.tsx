import { clsx } from "clsx";
import { useId, type ComponentProps, type ReactNode } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "children"> & {
  readonly label: string;
  readonly hint?: ReactNode;
};

/** A native checkbox whose accessible name is its label alone; the hint describes it. */
export function Checkbox({ label, hint, id, className, ...rest }: CheckboxProps) {
  const made = useId();
  const base = id ?? made;
  return (
    <div className={clsx("flex gap-2.5", className)}>
      <input
        {...rest}
        id={base}
        type="checkbox"
        aria-describedby={hint ? `${base}-hint` : undefined}
        className="mt-0.5 size-4 shrink-0"
      />
      <div className="min-w-0">
        <label htmlFor={base} className={clsx(rest.disabled && "text-muted")}>
          {label}
        </label>
        {hint ? (
          <p id={`${base}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}

export type RadioOption = {
  readonly value: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly isDisabled?: boolean;
};

type RadioGroupProps = {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly RadioOption[];
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A choice of one of a few, all visible, in a fieldset named by its legend. */
export function RadioGroup({ legend, name, options, value, onChange }: RadioGroupProps) {
  const base = useId();
  return (
    <fieldset role="radiogroup" aria-labelledby={`${base}-legend`} className="min-w-0">
      <legend id={`${base}-legend`} className="mb-2 text-base font-medium">
        {legend}
      </legend>
      <div className="flex flex-col gap-2">
        {options.map((option) => {
          const id = `${base}-${option.value}`;
          return (
            <div
              key={option.value}
              className="flex gap-2.5 rounded-md border border-line bg-surface px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                id={id}
                type="radio"
                name={name}
                value={option.value}
                checked={option.value === value}
                disabled={option.isDisabled}
                onChange={() => onChange(option.value)}
                aria-describedby={option.hint ? `${id}-hint` : undefined}
                className="mt-0.5 size-4 shrink-0"
              />
              <div className="min-w-0">
                <label htmlFor={id} className={clsx("font-medium", option.isDisabled && "text-muted")}>
                  {option.label}
                </label>
                {option.hint ? (
                  <p id={`${id}-hint`} className="text-sm text-muted">
                    {option.hint}
                  </p>
                ) : null}
              </div>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
