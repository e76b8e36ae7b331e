import { clsx } from "clsx";
import { useId, type ComponentProps, type ReactNode } from "react";

type FieldWords = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
};

const CONTROL =
  "w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-muted aria-invalid:border-danger disabled:bg-sunken disabled:text-muted";

type TextFieldProps = FieldWords & Omit<ComponentProps<"input">, "children">;

/** One line of text with its label, hint and error wired for assistive technology. */
export function TextField({ label, hint, error, id, className, ...rest }: TextFieldProps) {
  const field = useField(id, hint, error);
  return (
    <Field label={label} hint={hint} error={error} ids={field.ids} className={className}>
      <input type="text" {...rest} {...field.control} className={clsx(CONTROL, "h-9")} />
    </Field>
  );
}

type TextAreaProps = FieldWords & Omit<ComponentProps<"textarea">, "children">;

/** Several lines of text. */
export function TextArea({ label, hint, error, id, className, ...rest }: TextAreaProps) {
  const field = useField(id, hint, error);
  return (
    <Field label={label} hint={hint} error={error} ids={field.ids} className={className}>
      <textarea rows={3} {...rest} {...field.control} className={clsx(CONTROL, "py-2")} />
    </Field>
  );
}

type SelectFieldProps = FieldWords &
  Omit<ComponentProps<"select">, "children"> & {
    readonly options: readonly {
      readonly value: string;
      readonly label: string;
      readonly isDisabled?: boolean;
    }[];
  };

/** One of a few, as the browser's own list. */
export function SelectField({ label, hint, error, options, id, className, ...rest }: SelectFieldProps) {
  const field = useField(id, hint, error);
  return (
    <Field label={label} hint={hint} error={error} ids={field.ids} className={className}>
      <select {...rest} {...field.control} className={clsx(CONTROL, "h-9 pr-8")}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

type FieldIds = { readonly control: string; readonly hint: string; readonly error: string };

function useField(id: string | undefined, hint: ReactNode, error: string | undefined) {
  const made = useId();
  const base = id ?? made;
  const ids: FieldIds = { control: base, hint: `${base}-hint`, error: `${base}-error` };
  const described = [error ? ids.error : null, hint ? ids.hint : null]
    .filter((part) => part !== null)
    .join(" ");
  return {
    ids,
    control: {
      id: ids.control,
      "aria-invalid": error ? true : undefined,
      "aria-describedby": described || undefined,
    },
  };
}

type FieldProps = FieldWords & {
  readonly ids: FieldIds;
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

function Field({ label, hint, error, ids, className, children }: FieldProps) {
  return (
    <div className={clsx("flex flex-col gap-1.5", className)}>
      <label htmlFor={ids.control} className="text-base font-medium">
        {label}
      </label>
      {children}
      {error ? (
        <p id={ids.error} className="text-sm text-danger">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={ids.hint} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
