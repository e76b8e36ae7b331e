/** Colour and pattern of each verdict group: told apart without colour too. */
import type { VerdictGroup } from "@/lib/domain/verdict/verdict-group";

const TILE = 6;

const LOOKS: Record<
  VerdictGroup,
  { readonly ground: string; readonly colour: string; readonly lines: string }
> = {
  // One colour for what was let through, one for every refusal; kinds of refusals are told apart by their hatching.
  allowed: { ground: "fill-accent", colour: "", lines: "" },
  insufficient_scope: {
    ground: "fill-danger-soft",
    colour: "stroke-danger",
    lines: "M-1 1 1-1M0 6 6 0M5 7 7 5",
  },
  ended: {
    ground: "fill-danger-soft",
    colour: "stroke-danger",
    lines: "M-1 1 1-1M0 6 6 0M5 7 7 5M-1 5 1 7M0 0 6 6M5-1 7 1",
  },
  limited: { ground: "fill-danger-soft", colour: "stroke-danger", lines: "M0 1.5H6M0 4.5H6" },
  other: { ground: "fill-danger-soft", colour: "stroke-danger", lines: "M1.5 0V6M4.5 0V6" },
};

/** Definitions of the patterns; `prefix` keeps two charts of one page apart. */
export function VerdictPatterns({ prefix }: { readonly prefix: string }) {
  const groups = Object.entries(LOOKS);
  return (
    <defs>
      {groups.map(([group, look]) => (
        <pattern
          key={group}
          id={`${prefix}-${group}`}
          width={TILE}
          height={TILE}
          patternUnits="userSpaceOnUse"
        >
          <rect width={TILE} height={TILE} className={look.ground} />
          {look.lines ? <path d={look.lines} className={look.colour} strokeWidth={1.5} fill="none" /> : null}
        </pattern>
      ))}
    </defs>
  );
}

/** A sample of a group's look, for the legend. */
export function VerdictSwatch({ group, prefix }: { readonly group: VerdictGroup; readonly prefix: string }) {
  return (
    <svg width={14} height={14} className="shrink-0" aria-hidden="true">
      <rect
        width={14}
        height={14}
        rx={2}
        fill={`url(#${prefix}-${group})`}
        className="stroke-line-strong"
        strokeWidth={1}
      />
    </svg>
  );
}
