/** Parts and marks of a lifeline, as SVG in the width of their parent: positions are shares of it. */
import type { Mark, Segment } from "./lifeline-geometry";

function percent(position: number): string {
  return `${position * 100}%`;
}

const PARTS: Record<Segment["kind"], { colour: string; dashes?: string; share: number }> = {
  lived: { colour: "stroke-accent", share: 1 },
  ahead: { colour: "stroke-line-strong", share: 0.4 },
  overlap: { colour: "stroke-caution", dashes: "2 2", share: 1.5 },
  lost: { colour: "stroke-line-strong", dashes: "1.5 3.5", share: 0.4 },
};

type PartProps = {
  readonly segment: Segment;
  readonly isAlive: boolean;
  readonly y: number;
  readonly thickness: number;
};

/** A stretch of the bar. */
export function LifelinePart({ segment, isAlive, y, thickness }: PartProps) {
  const part = PARTS[segment.kind];
  const colour = segment.kind === "lived" && !isAlive ? "stroke-muted" : part.colour;
  return (
    <line
      x1={percent(segment.from)}
      x2={percent(segment.to)}
      y1={y}
      y2={y}
      className={colour}
      strokeWidth={thickness * part.share}
      strokeDasharray={part.dashes}
    />
  );
}

type MarkProps = { readonly mark: Mark; readonly y: number; readonly size: number };

/** One instant on the bar. @param size 1 in lists; larger where there is room */
export function LifelineMark({ mark, y, size }: MarkProps) {
  return (
    <svg x={percent(mark.position)} y={y} overflow="visible" aria-hidden="true">
      <g transform={`scale(${size})`}>
        <MarkShape kind={mark.kind} />
      </g>
    </svg>
  );
}

/**
 * The shape of a mark around the origin, 8 units wide: shapes differ, so that colour is not needed to read them. An
 * accepted call is full, a refused one is hollow and struck through, here as everywhere (call-mark.tsx).
 */
export function MarkShape({ kind }: { kind: Mark["kind"] }) {
  switch (kind) {
    case "created":
      return <rect x={-1} y={-4} width={2} height={8} rx={1} className="fill-muted" />;
    case "expires":
      return <rect x={-1} y={-4} width={2} height={8} rx={1} className="fill-muted" />;
    case "now":
      return <rect x={-1} y={-7} width={2} height={14} rx={1} className="fill-ink" />;
    case "first_call":
      // Of any verdict: neither of the two marks below.
      return <path d="M-3-4H3L0 1Z" className="fill-muted stroke-surface" strokeWidth={0.75} />;
    case "last_used":
      return <circle r={3.25} className="fill-accent stroke-surface" strokeWidth={1.25} />;
    case "first_refused":
    case "last_refused":
      return (
        <g className="fill-surface stroke-danger" strokeWidth={1.25}>
          <circle r={3.25} />
          <path d="M-2.2 2.2 2.2-2.2" />
        </g>
      );
    case "replaced":
      return <path d="M0-4 4 0 0 4-4 0Z" className="fill-caution stroke-surface" strokeWidth={1} />;
    case "overlap_end":
      return <path d="M-1.5-5h3v10h-3Z" className="fill-caution stroke-surface" strokeWidth={0.75} />;
    case "revoked":
      return <path d="M-3-3 3 3M3-3-3 3" className="stroke-danger" strokeWidth={2} strokeLinecap="round" />;
  }
}
