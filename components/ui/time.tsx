import { exactTime, relativeTime } from "@/lib/domain/format/dates";

type TimeProps = {
  /** The instant, ISO 8601. */
  readonly at: string;
  /** The server's clock, ISO 8601, so that server and browser draw the same words. */
  readonly now: string;
  readonly mode?: "relative" | "exact";
};

/** An instant: relative with the exact one on hover and focus, or exact with the relative one there. */
export function Time({ at, now, mode = "relative" }: TimeProps) {
  const exact = exactTime(at);
  const relative = relativeTime(at, now);
  const [shown, more] = mode === "relative" ? [relative, exact] : [exact, relative];
  return (
    <time
      dateTime={at}
      title={more}
      tabIndex={0}
      className="group/time relative rounded-sm whitespace-nowrap tabular-nums"
    >
      <span>{shown}</span>
      <span className="pointer-events-none absolute bottom-full left-0 z-20 mb-1.5 hidden rounded-md bg-ink px-2 py-1 text-xs whitespace-nowrap text-paper shadow-float group-focus-visible/time:block">
        {more}
      </span>
    </time>
  );
}
