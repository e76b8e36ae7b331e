import { sparklineBars, sparklineSentence } from "./sparkline-bars";

const BAR = 6;
const GAP = 2;
const HEIGHT = 20;

type SparklineProps = {
  /** Calls per day, oldest first. */
  readonly values: readonly number[];
  /** How many of them were refused. */
  readonly refused: readonly number[];
};

/** Calls per day as small bars: accepted ones full, refused ones hollow upon them. Its sentence is its name. */
export function Sparkline({ values, refused }: SparklineProps) {
  const width = values.length * (BAR + GAP) - GAP;
  const sentence = sparklineSentence(values, refused);
  return (
    <svg role="img" aria-label={sentence} width={width} height={HEIGHT} className="block shrink-0">
      <title>{sentence}</title>
      {sparklineBars(values, refused).map((day, index) => {
        const x = index * (BAR + GAP);
        const foot = Math.round(HEIGHT * (1 - day.accepted));
        const top = Math.round(HEIGHT * (1 - day.accepted - day.refused));
        return (
          // The days of a sparkline have no other identity than their place.
          <g key={index}>
            {day.accepted === 0 && day.refused === 0 ? (
              <rect x={x} y={HEIGHT - 1} width={BAR} height={1} className="fill-line-strong/50" />
            ) : null}
            {day.accepted > 0 ? (
              <rect
                x={x}
                y={foot}
                width={BAR}
                height={HEIGHT - foot}
                rx={1}
                className="fill-accent"
                data-call="accepted"
              />
            ) : null}
            {day.refused > 0 ? (
              <rect
                x={x + 0.5}
                y={top + 0.5}
                width={BAR - 1}
                height={Math.max(1.5, foot - top - (day.accepted > 0 ? 2 : 1))}
                rx={1}
                className="fill-danger-soft stroke-danger"
                strokeWidth={1}
                data-call="refused"
              />
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
