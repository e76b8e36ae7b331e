import { CalendarDays } from "lucide-react";
import { useRef } from "react";

type CalendarButtonProps = {
  readonly type: "date" | "datetime-local";
  /** The moment as the browser's own field has it: `2027-11-29`, or with `T14:30`. */
  readonly value: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly onChoose: (value: string) => void;
};

/** Opens the browser's calendar for a field beside it. */
export function CalendarButton({ type, value, min, max, onChoose }: CalendarButtonProps) {
  const native = useRef<HTMLInputElement>(null);
  return (
    <span className="absolute inset-y-0 right-0 flex w-9">
      <input
        ref={native}
        type={type}
        // The field beside it is the one to read and to type into.
        aria-hidden="true"
        tabIndex={-1}
        value={value}
        min={min}
        max={max}
        onChange={(event) => {
          if (event.target.value !== "") onChoose(event.target.value);
        }}
        className="pointer-events-none absolute inset-0 size-full opacity-0"
      />
      <button
        type="button"
        aria-label="Open calendar"
        onClick={() => native.current?.showPicker()}
        className="m-0.5 inline-flex flex-1 items-center justify-center rounded-sm text-muted hover:bg-sunken hover:text-ink"
      >
        <CalendarDays aria-hidden="true" className="size-4" />
      </button>
    </span>
  );
}
