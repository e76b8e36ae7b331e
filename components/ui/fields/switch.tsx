import { clsx } from "clsx";

type SwitchProps = {
  readonly label: string;
  readonly describedBy?: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  /** Told that somebody wants the other state; the owner decides when it is shown. */
  readonly onClick: (clicked: HTMLElement) => void;
};

/** A setting that is on or off. It says so in words too: a position and a colour alone can be misread. */
export function Switch({ label, describedBy, isOn, isDisabled = false, onClick }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-label={label}
      aria-checked={isOn}
      aria-describedby={describedBy}
      disabled={isDisabled}
      onClick={(event) => onClick(event.currentTarget)}
      className="flex shrink-0 items-center gap-2.5 rounded-md py-1 disabled:opacity-70"
    >
      <span aria-hidden="true" className="w-6 text-right text-sm text-muted">
        {isOn ? "On" : "Off"}
      </span>
      <span
        aria-hidden="true"
        className={clsx(
          "flex h-5 w-9 items-center rounded-full border px-0.5 transition-colors",
          isOn ? "border-accent bg-accent" : "border-line-strong bg-sunken",
        )}
      >
        <span
          className={clsx(
            "block size-3.5 rounded-full transition-transform",
            isOn ? "translate-x-4 bg-on-accent" : "bg-line-strong",
          )}
        />
      </span>
    </button>
  );
}
