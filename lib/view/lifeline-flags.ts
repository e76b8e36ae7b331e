/** Where the names of a lifeline's marks stand above the bar, so that none covers another or is cut by its line. */
import type { Mark } from "./lifeline";

/** `lane` 0 is next to the bar; `side` is where the name stands beside the mark. */
export type Flag = { readonly mark: Mark; readonly lane: number; readonly side: "left" | "right" };

/** The width of a mark with its name, as a share of the bar's, where names are shown at all. */
const WIDTH = 0.14;
/** Marks nearer than this have their names on the same side. */
const NEAR = 0.05;

/** A place for each mark, in the marks' order. @param marks ascending by position */
export function placeFlags(marks: readonly Mark[]): Flag[] {
  const sided = withSides(marks);
  // Names stand right of their marks: then the later mark goes lower, so that no line cuts through its name.
  const right = sided.filter((flag) => flag.side === "right").toReversed();
  const left = sided.filter((flag) => flag.side === "left");
  const placed: Flag[] = [];
  for (const flag of [...right, ...left]) placed.push({ ...flag, lane: freeLane(flag, placed) });
  return placed.toSorted((a, b) => marks.indexOf(a.mark) - marks.indexOf(b.mark));
}

type SidedFlag = Omit<Flag, "lane">;

function withSides(marks: readonly Mark[]): SidedFlag[] {
  const clusters: Mark[][] = [];
  for (const mark of marks) {
    const current = clusters.at(-1);
    const last = current?.at(-1);
    if (current && last && mark.position - last.position < NEAR) current.push(mark);
    else clusters.push([mark]);
  }
  return clusters.flatMap((cluster) => {
    const end = cluster.at(-1)?.position ?? 0;
    const side = end + WIDTH > 1 ? "left" : "right";
    return cluster.map((mark) => ({ mark, side }) as const);
  });
}

/** From where to where the mark and its name reach. */
export function reachOf({ mark, side }: SidedFlag): readonly [number, number] {
  return side === "right" ? [mark.position, mark.position + WIDTH] : [mark.position - WIDTH, mark.position];
}

function freeLane(flag: SidedFlag, placed: readonly Flag[]): number {
  for (let lane = 0; lane <= placed.length; lane += 1) {
    if (placed.every((other) => fits(flag, lane, other))) return lane;
  }
  return Math.max(-1, ...placed.map((other) => other.lane)) + 1;
}

function fits(flag: SidedFlag, lane: number, other: Flag): boolean {
  const [from, to] = reachOf(flag);
  const [otherFrom, otherTo] = reachOf(other);
  if (other.lane === lane) return to <= otherFrom || otherTo <= from;
  if (other.lane > lane) return other.mark.position <= from || other.mark.position >= to;
  return flag.mark.position <= otherFrom || flag.mark.position >= otherTo;
}
