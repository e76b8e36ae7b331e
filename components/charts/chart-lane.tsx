import { clsx } from "clsx";
import { useId, useMemo } from "react";

import { stackBars, type Bucket, type Lane, type Stretch } from "./chart-geometry";
import { number } from "@/lib/domain/format/numbers";

import { VerdictPatterns } from "./verdict-patterns";

/** Height in pixels from which a pattern is one. */
const PATTERN_MIN = 6;
/** On a narrow screen more bars than these are too thin for it. */
const BARS_WITH_PATTERN = 60;
/** A lane of no more than its line. */
const EMPTY_BELOW = 20;

type AxisProps = { readonly height: number; readonly ticks: readonly number[] };

/** The numbers beside a lane, below the room of its title. */
export function Axis({ height, ticks }: AxisProps) {
  const top = ticks.at(-1) ?? 1;
  return (
    <ol className="relative mt-8 text-right text-xs text-muted tabular-nums" style={{ height }}>
      {(height < EMPTY_BELOW ? ticks.slice(0, 1) : ticks).map((tick) => (
        <li
          key={tick}
          className="absolute right-0 translate-y-1/2"
          style={{ bottom: `${(tick / top) * height}px` }}
        >
          {compact(tick)}
        </li>
      ))}
    </ol>
  );
}

function compact(value: number): string {
  return value >= 10_000 ? `${number(Math.round(value / 100) / 10)}k` : number(value);
}

type ChartLaneProps = AxisProps & {
  readonly lane: Lane;
  readonly buckets: readonly Bucket[];
  readonly stretch: Stretch | null;
};

/** The bars of allowed or of refused calls, with a scale of their own. */
export function ChartLane({ lane, height, ticks, buckets, stretch }: ChartLaneProps) {
  const prefix = useId();
  const top = ticks.at(-1) ?? 1;
  const width = 100 / Math.max(1, buckets.length);
  const drawn = useMemo(() => stackBars(lane, buckets, top), [lane, buckets, top]);
  const gap = buckets.length <= 60 ? 2 : buckets.length <= 100 ? 1 : 0.5;
  const isEmpty = drawn.every((pieces) => pieces.length === 0);
  return (
    <div>
      <p className="flex h-8 items-end pb-1.5 text-xs text-muted" aria-hidden="true">
        <span className="font-medium text-ink">{lane.title}</span>
        {isEmpty ? <span>&nbsp;· none in this time</span> : null}
      </p>
      <svg width="100%" height={height} className="block overflow-visible" aria-hidden="true">
        <VerdictPatterns prefix={prefix} />
        {(height < EMPTY_BELOW ? ticks.slice(0, 1) : ticks).map((tick) => (
          <line
            key={tick}
            x1="0"
            x2="100%"
            y1={height - (tick / top) * height}
            y2={height - (tick / top) * height}
            className={tick === 0 ? "stroke-line-strong" : "stroke-line"}
          />
        ))}
        {stretch ? (
          <rect
            x={`${stretch.first * width}%`}
            width={`${(stretch.last - stretch.first + 1) * width}%`}
            height={height}
            className="fill-accent-soft"
          />
        ) : null}
        {drawn.map((pieces, index) =>
          pieces.map((piece) => {
            // A single call among thousands is still seen; where there is no room for a pattern, its colour is.
            const size = Math.max(2.5, height * (piece.to - piece.from));
            const isPlain = piece.group !== "allowed" && size < PATTERN_MIN;
            return (
              <rect
                key={`${buckets[index]?.at} ${piece.group}`}
                x={`${index * width}%`}
                width={`${width}%`}
                y={Math.min(height * (1 - piece.to), height - size)}
                height={size}
                fill={`url(#${prefix}-${piece.group})`}
                className={clsx(
                  "stroke-surface",
                  piece.group !== "allowed" && buckets.length > BARS_WITH_PATTERN && "max-nav:fill-danger",
                  isPlain && "fill-danger",
                )}
                strokeWidth={gap}
              />
            );
          }),
        )}
      </svg>
    </div>
  );
}
