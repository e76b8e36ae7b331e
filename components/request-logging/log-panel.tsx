import { clsx } from "clsx";
import { useRef } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import type { RequestLogging } from "@/lib/contracts/people/request-logs";
import { count } from "@/lib/domain/format/numbers";
import { REQUEST_LOG_FILE } from "@/lib/queries/people/request-logging";

type LogPanelProps = {
  readonly logging: RequestLogging;
  /** Requests that are in the log. */
  readonly captured: number;
  readonly isTurning: boolean;
  readonly isClearing: boolean;
  readonly onSwitch: (isEnabled: boolean) => void;
  readonly onClear: () => void;
};

/** Whether requests are being logged, how full the log is, and what can be done with it. */
export function LogPanel({ logging, captured, isTurning, isClearing, onSwitch, onClear }: LogPanelProps) {
  const { isEnabled, maxEntries, remainingEntries } = logging;
  const isFull = !isEnabled && remainingEntries === 0;
  return (
    <section aria-label="Logging" className="rounded-md border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 flex-[1_1_18rem]">
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <StateBadge isEnabled={isEnabled} isFull={isFull} />
            <output className="font-medium tabular-nums">
              {`${captured} of ${maxEntries} captured, ${remainingEntries} left`}
            </output>
          </p>
          <Places captured={captured} maxEntries={maxEntries} isEnabled={isEnabled} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            variant={isEnabled || isFull ? "secondary" : "primary"}
            isBusy={isTurning}
            disabled={isFull}
            onClick={() => onSwitch(!isEnabled)}
          >
            {isEnabled ? "Disable logging" : "Enable logging"}
          </Button>
          <DownloadButton isEmpty={captured === 0} isMainAct={isFull} />
          <Button variant="quiet-danger" isBusy={isClearing} disabled={captured === 0} onClick={onClear}>
            Clear logs
          </Button>
        </div>
      </div>
      <p className="mt-3 max-w-[75ch] text-sm text-muted">{wordsOf(logging, captured, isFull)}</p>
    </section>
  );
}

function StateBadge({ isEnabled, isFull }: { readonly isEnabled: boolean; readonly isFull: boolean }) {
  if (isEnabled) return <Badge tone="accent">On</Badge>;
  return isFull ? <Badge tone="caution">Full</Badge> : <Badge tone="neutral">Off</Badge>;
}

function wordsOf(
  { isEnabled, maxEntries, remainingEntries }: RequestLogging,
  captured: number,
  isFull: boolean,
): string {
  const cleared = `Clear logs removes ${captured === 1 ? "it" : `all ${captured}`} for good.`;
  if (isFull) {
    return `Logging switched itself off after ${maxEntries} requests. To capture ${maxEntries} more, clear the logs, then enable logging again.`;
  }
  if (isEnabled) {
    const next = remainingEntries === 1 ? "The next request is" : `The next ${remainingEntries} requests are`;
    return `${next} captured, then logging switches itself off. ${captured === 0 ? "" : cleared}`.trimEnd();
  }
  if (captured === 0) {
    return `Enabled, it captures the next ${maxEntries} requests and switches itself off. Secrets and cookies are masked before anything is stored; bodies are not kept.`;
  }
  return `Enabled again, it goes on with the ${count(remainingEntries, "place")} left. ${cleared}`;
}

type PlacesProps = { readonly captured: number; readonly maxEntries: number; readonly isEnabled: boolean };

/** One mark for each place of the log, beside the words that say the same. */
function Places({ captured, maxEntries, isEnabled }: PlacesProps) {
  return (
    <span aria-hidden="true" className="mt-2.5 flex h-3 max-w-md gap-px">
      {Array.from({ length: maxEntries }, (_, place) => (
        <span
          key={place}
          className={clsx(
            "h-full flex-1 rounded-[1px]",
            place < captured ? "bg-accent" : "bg-line",
            place === captured && isEnabled && "ring-1 ring-accent ring-inset",
          )}
        />
      ))}
    </span>
  );
}

type DownloadButtonProps = {
  readonly isEmpty: boolean;
  /** True where nothing else is left to do with the log. */
  readonly isMainAct: boolean;
};

function DownloadButton({ isEmpty, isMainAct }: DownloadButtonProps) {
  const link = useRef<HTMLAnchorElement>(null);
  return (
    <>
      <Button
        variant={isMainAct ? "primary" : "secondary"}
        disabled={isEmpty}
        onClick={() => link.current?.click()}
      >
        Download logs
      </Button>
      {/* What a browser keeps as a file it is told of by a link; the button is what people and their tools know. */}
      <a ref={link} href={REQUEST_LOG_FILE} download hidden>
        {" "}
      </a>
    </>
  );
}
