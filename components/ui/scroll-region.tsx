import type { ReactNode } from "react";

type ScrollRegionProps = {
  /** What it holds, for whoever hears it. */
  readonly label: string;
  readonly children: ReactNode;
};

/** A part of a page that scrolls by itself where it is long; a keyboard reaches what is further down. */
export function ScrollRegion({ label, children }: ScrollRegionProps) {
  return (
    <section aria-label={label} tabIndex={0} className="max-h-44 overflow-y-auto">
      {children}
    </section>
  );
}
