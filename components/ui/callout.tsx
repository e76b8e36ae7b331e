import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { Tone } from "./marks/badge";

const LOOKS: Record<Tone, string> = {
  positive: "border-positive bg-positive-soft",
  caution: "border-caution bg-caution-soft",
  danger: "border-danger bg-danger-soft",
  neutral: "border-line-strong bg-sunken",
  sandbox: "border-sandbox-band bg-sandbox-soft",
  accent: "border-accent bg-accent-soft",
};

type CalloutProps = {
  readonly tone: Tone;
  readonly title?: string;
  readonly children: ReactNode;
};

/** A few sentences that must not be missed. */
export function Callout({ tone, title, children }: CalloutProps) {
  return (
    <div className={clsx("rounded-r-md border-l-3 px-4 py-3", LOOKS[tone])}>
      {title ? <p className="font-semibold">{title}</p> : null}
      <div className={clsx(title && "mt-0.5")}>{children}</div>
    </div>
  );
}
