"use client";

import { clsx } from "clsx";
import type { Route } from "next";
import { useEffect, useRef } from "react";

import { Link } from "./links/link";

export type Tab = { readonly value: string; readonly label: string; readonly href: Route };

type TabNavProps = {
  /** What the tabs are about, for screen readers. */
  readonly label: string;
  readonly items: readonly Tab[];
  /** The `value` of the tab that is shown. */
  readonly current: string;
};

/** Tabs that are links: the tab stands in the URL, so it can be bookmarked and gone back from. */
export function TabNav({ label, items, current }: TabNavProps) {
  const nav = useRef<HTMLElement>(null);

  // The system here is the scroll position: where not all tabs fit, the one that is shown is in sight.
  const place = items.findIndex((item) => item.value === current);
  useEffect(() => {
    const tab = nav.current?.querySelectorAll("li")[place];
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - nav.current.clientWidth / 2;
  }, [place]);

  return (
    <nav ref={nav} aria-label={label} className="relative overflow-x-auto border-b border-line">
      <ul className="flex gap-5">
        {items.map((item) => {
          const isCurrent = item.value === current;
          return (
            <li key={item.value}>
              <Link
                href={item.href}
                scroll={false}
                // Keeps the width that the tab has while it is shown, so that its neighbours stay in their places.
                data-label={item.label}
                aria-current={isCurrent ? "page" : undefined}
                className={clsx(
                  "-mb-px block border-b-2 py-2.5 whitespace-nowrap -outline-offset-2 after:invisible after:block after:h-0 after:overflow-hidden after:font-medium after:content-[attr(data-label)]",
                  isCurrent
                    ? "border-accent font-medium text-ink"
                    : "border-transparent text-muted hover:border-line-strong hover:text-ink",
                )}
              >
                {item.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
