import { useEffect, useRef, useState } from "react";

import { count } from "@/lib/domain/format/numbers";

const SAY_EVERY_MS = 5_000;

type LiveCountProps = {
  readonly rows: readonly { readonly id: string }[];
  readonly isLive: boolean;
  readonly hasFailed: boolean;
};

/** Says that the list goes on by itself, and how many calls have come; aloud at most every few seconds. */
export function LiveCount({ rows, isLive, hasFailed }: LiveCountProps) {
  const [firstSeen] = useState(() => rows[0]?.id ?? null);
  const firstIndex = firstSeen === null ? rows.length : rows.findIndex((row) => row.id === firstSeen);
  const fresh = firstIndex === -1 ? rows.length : firstIndex;
  const said = useSlowly(fresh);
  if (!isLive) return null;
  return (
    <div className="flex min-h-5 items-center gap-2 text-sm text-muted">
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${hasFailed ? "bg-danger" : "bg-positive motion-safe:animate-pulse"}`}
      />
      <span aria-hidden="true">{`${hasFailed ? "Not reachable, trying again" : "Live"}${fresh > 0 ? `, ${count(fresh, "new call")} since you opened this list` : ""}`}</span>
      <output aria-live="polite" className="sr-only">
        {said > 0 ? count(said, "new call") : null}
      </output>
    </div>
  );
}

/** The value as it was a few seconds ago at most, so that a screen reader is not kept talking. */
function useSlowly(value: number): number {
  const [slow, setSlow] = useState(value);
  const latest = useRef(value);
  // The systems here are the clock and the screen reader.
  useEffect(() => {
    latest.current = value;
  }, [value]);
  useEffect(() => {
    const timer = setInterval(() => setSlow(latest.current), SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return slow;
}
