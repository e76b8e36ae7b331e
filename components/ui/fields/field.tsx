import { clsx } from "clsx";
import { useId, type ComponentProps, type ReactElement, type ReactNode } from "react";

type FieldWords = {
  readonly label: string;
  /** Stands across from the label. */
  readonly beside?: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
};

const CONTROL =
  "w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-muted aria-invalid:border-danger disabled:bg-sunken disabled:text-muted";

type TextFieldProps = FieldWords &
  Omit<ComponentProps<"input">, "children"> & {
    /** Stands inside the field, at its end. */
    readonly atEnd?: ReactNode;
  };

/** One line of text with its label, hint and error wired for assistive technology. */
export function TextField({ label, beside, hint, error, id, className, atEnd, ...rest }: TextFieldProps) {
  const field = useField(id, hint, error);
  return (
    <Field
      label={label}
      beside={beside}
      hint={hint}
      error={error}
      ids={field.ids}
      className={className}
      control={
        <div className="relative">
          <input
            type="text"
            {...rest}
            {...field.control}
            className={clsx(CONTROL, "h-9", atEnd ? "pr-10" : null)}
          />
          {atEnd}
        </div>
      }
    />
  );
}

type TextAreaProps = FieldWords & Omit<ComponentProps<"textarea">, "children">;

/** Several lines of text. */
export function TextArea({ label, hint, error, id, className, ...rest }: TextAreaProps) {
  const field = useField(id, hint, error);
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      ids={field.ids}
      className={className}
      control={<textarea rows={3} {...rest} {...field.control} className={clsx(CONTROL, "py-2")} />}
    />
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

/** A choice of one of a few, as the browser's own list. */
export function SelectField({ label, hint, error, options, id, className, ...rest }: SelectFieldProps) {
  const field = useField(id, hint, error);
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      ids={field.ids}
      className={className}
      control={
        <select {...rest} {...field.control} className={clsx(CONTROL, "h-9 pr-8")}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.isDisabled}>
              {option.label}
            </option>
          ))}
        </select>
      }
    />
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
  readonly control: ReactElement;
};

function Field({ label, beside, hint, error, ids, className, control }: FieldProps) {
  return (
    <div className={clsx("flex flex-col gap-1.5", className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <label htmlFor={ids.control} className="text-base font-medium">
          {label}
        </label>
        {beside}
      </div>
      {control}
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
