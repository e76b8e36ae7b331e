"use client";

import { exactDay, exactTime, relativeTime } from "@/lib/view/format";
import { layLifeline, type LifelineFacts } from "@/lib/view/lifeline";
import { placeFlags, type Flag } from "@/lib/view/lifeline-flags";
import { lifelineSentence, markLabel } from "@/lib/view/lifeline-sentence";

import { LifelinePart, MarkShape } from "./lifeline-parts";
import { Tooltip } from "./tooltip";

const LANE = 28;
const FLAG = 24;
const BAR = 10;
const GAP = 8;

/**
 * A key's life with all its marks by name; their exact times on hover and focus, and everything once more as one
 * sentence below.
 */
export function LifelineFull({ facts, now }: { readonly facts: LifelineFacts; readonly now: string }) {
  const life = layLifeline(facts, now);
  const flags = placeFlags(life.marks);
  const lanes = 1 + Math.max(0, ...flags.map((flag) => flag.lane));
  const barY = lanes * LANE + GAP + BAR / 2;
  const topOf = (lane: number) => (lanes - 1 - lane) * LANE;
  return (
    <figure className="@container">
      <div className="relative mx-3" style={{ height: barY + BAR / 2 }}>
        <svg width="100%" height="100%" className="absolute inset-0 overflow-visible" aria-hidden="true">
          {flags.map(({ mark, lane }) => (
            <line
              key={mark.kind}
              x1={`${mark.position * 100}%`}
              x2={`${mark.position * 100}%`}
              y1={topOf(lane) + FLAG}
              y2={barY + BAR / 2}
              className={mark.kind === "now" ? "stroke-ink" : "stroke-line-strong"}
              strokeWidth={mark.kind === "now" ? 2 : 1}
            />
          ))}
          {life.segments.map((segment) => (
            <LifelinePart
              key={segment.kind}
              segment={segment}
              isAlive={life.isAlive}
              y={barY}
              thickness={BAR}
            />
          ))}
        </svg>
        {flags.map((flag) => (
          <FlagButton key={flag.mark.kind} flag={flag} top={topOf(flag.lane)} now={now} />
        ))}
      </div>
      <div
        className="mt-2 flex justify-between gap-4 text-xs text-muted tabular-nums"
        // The bar ends at the expiry, which does not lie at the right end once that is past.
        style={{ width: `${life.barEnd * 100}%` }}
      >
        <span>{exactDay(facts.createdAt)}</span>
        <span>{facts.expiresAt ? exactDay(facts.expiresAt) : "no expiry"}</span>
      </div>
      <figcaption className="mt-3 text-muted">{lifelineSentence(facts, now)}</figcaption>
    </figure>
  );
}

function FlagButton({ flag, top, now }: { readonly flag: Flag; readonly top: number; readonly now: string }) {
  const { mark, side } = flag;
  const label = markLabel(mark.kind, mark.at <= now);
  const when =
    mark.kind === "now" ? exactTime(mark.at) : `${exactTime(mark.at)}, ${relativeTime(mark.at, now)}`;
  return (
    <Tooltip content={`${label}: ${when}`}>
      <button
        type="button"
        aria-label={`${label}: ${when}`}
        className={`absolute flex items-center gap-1.5 rounded-full text-xs text-muted hover:text-ink ${side === "left" ? "flex-row-reverse" : ""}`}
        style={{
          top,
          height: FLAG,
          ...(side === "right"
            ? { left: `calc(${mark.position * 100}% - ${FLAG / 2}px)` }
            : { right: `calc(${100 - mark.position * 100}% - ${FLAG / 2}px)` }),
        }}
      >
        <svg
          width={FLAG}
          height={FLAG}
          viewBox="-12 -12 24 24"
          className="shrink-0 rounded-full border border-line bg-surface"
          aria-hidden="true"
        >
          <g transform="scale(1.3)">
            <MarkShape kind={mark.kind} />
          </g>
        </svg>
        <span className="hidden whitespace-nowrap @min-[46rem]:inline">{label}</span>
      </button>
    </Tooltip>
  );
}
