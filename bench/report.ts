/** Figures of a scenario, next to what they should be. */
import { number } from "../lib/domain/format/numbers";

export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be at least or at most; null where it is there to be compared with. */
  readonly aim: { readonly atLeast: number } | { readonly atMost: number } | null;
};

export const figure = (name: string, value: number, unit: string, aim: Figure["aim"] = null): Figure => ({
  name,
  value: Math.round(value * 100) / 100,
  unit,
  aim,
});

/** The middle one of the values; of an even number, the lower of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}

/** True if a figure has no aim, or reaches it. */
export function isReached({ value, aim }: Figure): boolean {
  if (aim === null) return true;
  return "atLeast" in aim ? value >= aim.atLeast : value <= aim.atMost;
}

/** The figures of a scenario as text, one line each. */
export function tableOf(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map((one) => {
      const value = `${number(one.value)} ${one.unit}`.trim().padStart(16);
      if (one.aim === null) return `${one.name.padEnd(width)} ${value}`;
      const aim = "atLeast" in one.aim ? `≥ ${one.aim.atLeast}` : `≤ ${one.aim.atMost}`;
      return `${one.name.padEnd(width)} ${value}   aim ${aim.padEnd(8)} ${isReached(one) ? "reached" : "MISSED"}`;
    })
    .join("\n");
}
