import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Tone = "positive" | "caution" | "danger" | "neutral" | "sandbox" | "accent";

const LOOKS: Record<Tone, string> = {
  positive: "bg-positive-soft text-positive",
  caution: "bg-caution-soft text-caution",
  danger: "bg-danger-soft text-danger",
  neutral: "bg-sunken text-muted",
  sandbox: "bg-sandbox-soft text-sandbox",
  accent: "bg-accent-soft text-accent",
};

/** A status as a word; the colour repeats what the word says. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={clsx(
        "inline-flex items-center rounded-sm px-1.5 py-0.5 text-xs font-medium whitespace-nowrap",
        LOOKS[tone],
      )}
    >
      {children}
    </span>
  );
}
