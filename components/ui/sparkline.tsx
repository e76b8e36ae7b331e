import { sparklineHeights, sparklineSentence } from "@/lib/view/sparkline";

const BAR = 7;
const GAP = 2;
const HEIGHT = 20;

/** Calls per day as small bars, oldest first, the last 24 hours in the accent. Its sentence is its name. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const width = values.length * (BAR + GAP) - GAP;
  const sentence = sparklineSentence(values);
  const heights = sparklineHeights(values);
  return (
    <svg role="img" aria-label={sentence} width={width} height={HEIGHT} className="block shrink-0">
      <title>{sentence}</title>
      {heights.map((height, index) => {
        const pixels = Math.max(1, Math.round(height * HEIGHT));
        return (
          <rect
            // The days of a sparkline have no other identity than their place.
            key={index}
            x={index * (BAR + GAP)}
            y={HEIGHT - pixels}
            width={BAR}
            height={pixels}
            rx={height === 0 ? 0 : 1}
            className={barColour(height, index === heights.length - 1)}
          />
        );
      })}
    </svg>
  );
}

function barColour(height: number, isLast: boolean): string {
  if (height === 0) return "fill-line";
  return isLast ? "fill-accent" : "fill-muted";
}
