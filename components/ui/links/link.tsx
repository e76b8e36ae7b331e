"use client";

import type { Route } from "next";
import NextLink, { useLinkStatus } from "next/link";
import { useState, type ComponentProps } from "react";

type LinkProps = Omit<ComponentProps<typeof NextLink>, "href" | "prefetch"> & {
  readonly href: Route;
  /** False where asking for a page has consequences: support's look at an account is on that account's record. */
  readonly prefetch?: false;
};

/**
 * A link that shows at once that it was followed, while the page that it leads to is still on its way. It asks for the
 * page's frame once somebody means it, by pointer, finger or focus: a list of fifty would ask for fifty.
 */
export function Link({ children, prefetch, onMouseEnter, onTouchStart, onFocus, ...rest }: LinkProps) {
  const [isMeant, setIsMeant] = useState(false);
  const mean = () => setIsMeant(true);
  return (
    <NextLink
      {...rest}
      prefetch={isMeant && prefetch !== false ? null : false}
      onMouseEnter={(event) => {
        mean();
        onMouseEnter?.(event);
      }}
      onTouchStart={(event) => {
        mean();
        onTouchStart?.(event);
      }}
      onFocus={(event) => {
        mean();
        onFocus?.(event);
      }}
    >
      {children}
      <PendingMark />
    </NextLink>
  );
}

/** Drawn by the link itself (globals.css), so that nothing moves; takes no room. */
function PendingMark() {
  const { pending } = useLinkStatus();
  return <span hidden data-pending={pending || undefined} />;
}
