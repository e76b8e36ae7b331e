import { clsx } from "clsx";

import type { GoLive } from "@/lib/contracts/go-live/go-live";
import { number } from "@/lib/domain/format/numbers";

import {
  blocksOf,
  DAY_KIND_LABELS,
  DAY_KINDS,
  daySentence,
  dayTicks,
  dayTotals,
  placeOf,
  type Block,
  type DayKind,
} from "./day-geometry";

const ABOVE_HEIGHT = 96;
const BELOW_HEIGHT = 40;
const HATCH = "go-live-hatch";

/** A kind is told by its place and its pattern, not by colour alone. */
const LOOKS: Record<DayKind, string> = {
  inWindow: "fill-accent stroke-surface",
  beside: "fill-surface stroke-accent",
  failed: "fill-[url(#go-live-hatch)] stroke-danger",
  broken: "fill-danger stroke-surface",
  signIn: "fill-line-strong stroke-surface",
};

/** The day of the best window: above the line the calls that count, below it those that do not. */
export function DayPicture({ day, window, now }: Pick<GoLive, "day" | "window" | "now">) {
  const isOpen = now > day.from && now < day.to;
  return (
    <figure>
      <p className="sr-only">{daySentence(day)}</p>
      <div className="relative pt-5" aria-hidden="true">
        {window.from && window.to ? (
          <div
            className="absolute inset-y-0 border-t-2 border-accent bg-accent-soft/60"
            style={spanStyle(placeOf(day, window.from), placeOf(day, window.to))}
          >
            <span className="absolute top-0.5 right-1.5 text-xs whitespace-nowrap text-accent">
              {spanOf(day, window) > 15 ? "best window" : null}
            </span>
          </div>
        ) : null}
        <Lane blocks={blocksOf(day, "above")} height={ABOVE_HEIGHT} isUp />
        <div className="relative h-px bg-line-strong" />
        <Lane blocks={blocksOf(day, "below")} height={BELOW_HEIGHT} isUp={false} />
        {isOpen ? (
          <div
            className="absolute inset-y-0 w-px border-l border-dashed border-ink/70"
            style={{ left: `${placeOf(day, now)}%` }}
          >
            <span
              className={clsx(
                "absolute top-0.5 px-1 text-xs font-medium",
                placeOf(day, now) > 80 ? "right-0" : "left-0",
              )}
            >
              now
            </span>
          </div>
        ) : null}
      </div>
      <DayAxis day={day} />
      <DayLegend day={day} />
    </figure>
  );
}

/** How wide the window is, in percent of the day. */
function spanOf(day: GoLive["day"], { from, to }: GoLive["window"]): number {
  return from && to ? placeOf(day, to) - placeOf(day, from) : 0;
}

function spanStyle(from: number, to: number) {
  return { left: `${from}%`, width: `${Math.max(0.2, to - from)}%` };
}

type LaneProps = { readonly blocks: readonly Block[]; readonly height: number; readonly isUp: boolean };

function Lane({ blocks, height, isUp }: LaneProps) {
  return (
    <svg width="100%" height={height} className="relative block overflow-visible">
      <defs>
        <pattern id={HATCH} width={4} height={4} patternUnits="userSpaceOnUse">
          <rect width={4} height={4} className="fill-surface" />
          <path d="M-1 1 1-1M0 4 4 0M3 5 5 3" className="stroke-danger" strokeWidth={1} />
        </pattern>
      </defs>
      {blocks.map((block) => (
        <rect
          key={block.key}
          x={`${block.left}%`}
          width={`${block.width}%`}
          y={height * (isUp ? 1 - block.to : block.from)}
          height={height * (block.to - block.from)}
          strokeWidth={1.5}
          className={LOOKS[block.kind]}
        >
          <title>{block.title}</title>
        </rect>
      ))}
    </svg>
  );
}

function DayAxis({ day }: Pick<GoLive, "day">) {
  return (
    <ol className="relative mt-1.5 h-5 text-xs text-muted tabular-nums" aria-hidden="true">
      {dayTicks(day).map(({ left, text }, index) => (
        <li
          key={left}
          className={clsx(
            "absolute border-l border-line-strong px-1 whitespace-nowrap",
            (left > 90 || index % 2 === 1) && "max-nav:hidden",
            left > 95 && "hidden",
          )}
          style={{ left: `${left}%` }}
        >
          {text}
        </li>
      ))}
    </ol>
  );
}

function DayLegend({ day }: Pick<GoLive, "day">) {
  const totals = dayTotals(day);
  const kinds = DAY_KINDS.filter((kind) => totals[kind] > 0);
  return (
    <figcaption className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">
      {kinds.map((kind) => (
        <span key={kind} className="flex items-center gap-1.5">
          <svg width={12} height={12} aria-hidden="true" className="shrink-0">
            <rect x={1} y={1} width={10} height={10} strokeWidth={1.5} className={LOOKS[kind]} />
          </svg>
          <span>
            <span className="text-ink tabular-nums">{number(totals[kind])}</span>{" "}
            <span>{DAY_KIND_LABELS[kind]}</span>
          </span>
        </span>
      ))}
      <span className="ml-auto">Times are UTC.</span>
    </figcaption>
  );
}
