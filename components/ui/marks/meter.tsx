import { clsx } from "clsx";

const LOOKS = { ample: "bg-accent", tight: "bg-caution", full: "bg-danger" };

type MeterProps = { readonly used: number; readonly limit: number; readonly state: keyof typeof LOOKS };

/** How much of a limit is used, beside the words that say it. */
export function Meter({ used, limit, state }: MeterProps) {
  const percent = limit === 0 ? 100 : Math.min(100, (100 * used) / limit);
  return (
    <span
      aria-hidden="true"
      className="block h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-line ring-1 ring-line-strong/30 ring-inset"
    >
      <span
        className={clsx("block h-full rounded-full", LOOKS[state], used > 0 && "min-w-1")}
        style={{ width: `${percent}%` }}
      />
    </span>
  );
}
