"use client";

import { clsx } from "clsx";
import { useId } from "react";

import {
  axisLabels,
  axisTicks,
  bucketLabel,
  countsText,
  LANES,
  laneHeights,
  laneTotal,
  lowAxisTicks,
  spanOfStretch,
  sumStretch,
  type Bucket,
  type Lane,
  type Stretch,
} from "./chart-geometry";

import { Axis, ChartLane } from "./chart-lane";
import { useChartCursor } from "./use-chart-cursor";

const [ALLOWED, REFUSED] = LANES;
/** No room for more than two numbers at its axis. */
const LOW_HEIGHT = 100;
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
 * Calls per hour or day: the allowed above, the refused in a lane of their own below, by verdict. Drag over bars to choose
 * a stretch of time; with the keyboard, arrows move, Shift with an arrow chooses, Enter shows the choice.
 */
export function CallChart({ buckets, step, onChoose }: CallChartProps) {
  const hintId = useId();
  const cursor = useChartCursor(buckets.length, (stretch) => {
    const span = spanOfStretch(buckets, stretch, step);
    if (span) onChoose(span);
  });
  const text = readout(buckets, step, cursor.stretch);
  const totals = sumStretch(buckets, { first: 0, last: buckets.length - 1 });
  const heights = laneHeights({ allowed: laneTotal(ALLOWED, totals), refused: laneTotal(REFUSED, totals) });
  const most = (lane: Lane) => Math.max(0, ...buckets.map((bucket) => laneTotal(lane, bucket.counts)));
  const ticksOf = (lane: Lane, height: number) =>
    height < LOW_HEIGHT ? lowAxisTicks(most(lane)) : axisTicks(most(lane));
  const lanes = [
    { lane: ALLOWED, height: heights.allowed, ticks: ticksOf(ALLOWED, heights.allowed) },
    { lane: REFUSED, height: heights.refused, ticks: ticksOf(REFUSED, heights.refused) },
  ];
  return (
    <div>
      <p className="min-h-5 text-sm tabular-nums" aria-hidden="true">
        {text ?? (
          <span className="text-muted">Drag over the bars to look at a stretch of time. Times are UTC.</span>
        )}
      </p>
      <div
        className="grid grid-cols-[auto_1fr] gap-x-2"
        style={{ maxWidth: AXIS_WIDTH + buckets.length * BAR_MAX_WIDTH }}
      >
        <div className="w-9" aria-hidden="true">
          {lanes.map(({ lane, height, ticks }) => (
            <Axis key={lane.title} height={height} ticks={ticks} />
          ))}
        </div>
        <div className="relative rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
          {lanes.map(({ lane, height, ticks }) => (
            <ChartLane
              key={lane.title}
              lane={lane}
              height={height}
              ticks={ticks}
              buckets={buckets}
              stretch={cursor.stretch}
            />
          ))}
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

/** Percent of the width from which on a label has no room to its right. */
const NEAR_END = 86;

/** True for a label that stands to the left of its place, where the one before it would meet it on a narrow screen. */
function isCrowded(labels: readonly { readonly index: number }[], order: number, width: number): boolean {
  const [label, before] = [labels[order], labels[order - 2]];
  if (!label || !before || label.index * width <= NEAR_END) return false;
  return (label.index - before.index) * width < 36;
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
            "absolute border-l border-line-strong px-1 whitespace-nowrap",
            label.index * width > NEAR_END && "border-r",
            isTight && (order % 2 === 1 || isCrowded(labels, order, width)) && "hidden nav:block",
          )}
          // Beyond the end of the chart there is no room for words.
          style={
            label.index * width > NEAR_END
              ? { right: `${100 - label.index * width}%`, borderLeft: 0 }
              : { left: `${label.index * width}%` }
          }
        >
          {label.text}
        </li>
      ))}
    </ol>
  );
}
