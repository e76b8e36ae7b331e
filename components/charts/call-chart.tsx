"use client";

import { clsx } from "clsx";
import { useId, useMemo } from "react";

import {
  axisLabels,
  axisTicks,
  bucketLabel,
  countsText,
  spanOfStretch,
  stackBars,
  sumStretch,
  totalOf,
  type Bucket,
  type Stretch,
} from "@/lib/view/call-chart";
import { number } from "@/lib/view/format";

import { useChartCursor } from "./use-chart-cursor";
import { VerdictPatterns } from "./verdict-patterns";

const HEIGHT = 208;
/** Few bars stay bars. */
const BAR_MAX_WIDTH = 96;
const AXIS_WIDTH = 44;

type CallChartProps = {
  readonly buckets: readonly Bucket[];
  readonly step: "hour" | "day";
  /** A stretch was chosen with the mouse or the keyboard. */
  readonly onChoose: (span: { readonly from: string; readonly to: string }) => void;
};

/**
 * Calls per hour or day, stacked by verdict. Drag over bars to choose a stretch of time; with the keyboard, arrows
 * move, Shift with an arrow chooses, Enter shows the choice.
 */
export function CallChart({ buckets, step, onChoose }: CallChartProps) {
  const hintId = useId();
  const cursor = useChartCursor(buckets.length, (stretch) => {
    const span = spanOfStretch(buckets, stretch, step);
    if (span) onChoose(span);
  });
  const text = readout(buckets, step, cursor.stretch);
  const ticks = axisTicks(Math.max(0, ...buckets.map((bucket) => totalOf(bucket.counts))));
  const top = ticks.at(-1) ?? 1;
  return (
    <div>
      <p className="min-h-5 text-sm tabular-nums" aria-hidden="true">
        {text ?? (
          <span className="text-muted">Drag over the bars to look at a stretch of time. Times are UTC.</span>
        )}
      </p>
      <div
        className="mt-2 grid grid-cols-[auto_1fr] gap-x-2"
        style={{ maxWidth: AXIS_WIDTH + buckets.length * BAR_MAX_WIDTH }}
      >
        <ol className="relative w-9 text-right text-xs text-muted tabular-nums" aria-hidden="true">
          {ticks.map((tick) => (
            <li
              key={tick}
              className="absolute right-0 translate-y-1/2"
              style={{ bottom: `${(tick / top) * HEIGHT}px` }}
            >
              {compact(tick)}
            </li>
          ))}
        </ol>
        <div className="relative rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
          <Bars buckets={buckets} ticks={ticks} top={top} stretch={cursor.stretch} />
          <input
            type="range"
            min={0}
            max={Math.max(0, buckets.length - 1)}
            value={cursor.index ?? buckets.length - 1}
            aria-label={step === "hour" ? "Calls per hour" : "Calls per day"}
            aria-describedby={hintId}
            aria-valuetext={text ?? "No bar chosen"}
            className="absolute inset-0 m-0 size-full cursor-crosshair touch-pan-y opacity-0"
            {...cursor.handlers}
          />
        </div>
        <span />
        <TimeAxis buckets={buckets} step={step} />
      </div>
      <p id={hintId} className="sr-only">
        Left and right arrow keys move from bar to bar. With Shift they choose a stretch of time, Enter shows
        it, Escape lets it go. The same numbers are in the table below.
      </p>
    </div>
  );
}

/** What the pointer or the keyboard is on, in words; null for nothing. */
function readout(buckets: readonly Bucket[], step: "hour" | "day", stretch: Stretch | null): string | null {
  if (!stretch) return null;
  const [first, last] = [buckets[stretch.first], buckets[stretch.last]];
  if (!first || !last) return null;
  const sums = countsText(sumStretch(buckets, stretch));
  if (first === last) return `${bucketLabel(first.at, step)}: ${sums}`;
  return `${bucketLabel(first.at, step)} to ${bucketLabel(last.at, step)}: ${sums}`;
}

function compact(value: number): string {
  return value >= 10_000 ? `${number(Math.round(value / 100) / 10)}k` : number(value);
}

type BarsProps = {
  readonly buckets: readonly Bucket[];
  readonly ticks: readonly number[];
  readonly top: number;
  readonly stretch: Stretch | null;
};

function Bars({ buckets, ticks, top, stretch }: BarsProps) {
  const prefix = useId();
  const width = 100 / Math.max(1, buckets.length);
  const drawn = useMemo(() => stackBars(buckets, top), [buckets, top]);
  const gap = buckets.length <= 60 ? 2 : buckets.length <= 100 ? 1 : 0.5;
  return (
    <svg width="100%" height={HEIGHT} className="block overflow-visible" aria-hidden="true">
      <VerdictPatterns prefix={prefix} />
      {ticks.map((tick) => (
        <line
          key={tick}
          x1="0"
          x2="100%"
          y1={HEIGHT - (tick / top) * HEIGHT}
          y2={HEIGHT - (tick / top) * HEIGHT}
          className={tick === 0 ? "stroke-line-strong" : "stroke-line"}
        />
      ))}
      {stretch ? (
        <rect
          x={`${stretch.first * width}%`}
          width={`${(stretch.last - stretch.first + 1) * width}%`}
          height={HEIGHT}
          className="fill-accent-soft"
        />
      ) : null}
      {drawn.map((pieces, index) =>
        pieces.map((piece) => (
          <rect
            key={`${buckets[index]?.at} ${piece.group}`}
            x={`${index * width}%`}
            width={`${width}%`}
            y={HEIGHT * (1 - piece.to)}
            height={Math.max(1.5, HEIGHT * (piece.to - piece.from))}
            fill={`url(#${prefix}-${piece.group})`}
            className="stroke-surface"
            strokeWidth={gap}
          />
        )),
      )}
    </svg>
  );
}

function TimeAxis({ buckets, step }: Pick<CallChartProps, "buckets" | "step">) {
  const width = 100 / Math.max(1, buckets.length);
  const labels = axisLabels(buckets, step);
  const isTight = labels.length > 4;
  return (
    <ol className="relative mt-1.5 h-5 text-xs text-muted tabular-nums" aria-hidden="true">
      {labels.map((label, order) => (
        <li
          key={label.index}
          className={clsx(
            "absolute border-l border-line-strong pl-1 whitespace-nowrap",
            isTight && order % 2 === 1 && "hidden nav:block",
          )}
          style={{ left: `${label.index * width}%` }}
        >
          {label.text}
        </li>
      ))}
    </ol>
  );
}
