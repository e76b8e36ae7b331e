"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useCallback, useTransition } from "react";

type How = {
  /** Whether Back leads past the page that is left. */
  readonly isReplacing?: boolean;
  readonly scroll?: boolean;
  /** A change of state that is shown together with the page: what is open stays so, and may say that it is on its way. */
  readonly atArrival?: () => void;
};

/** Goes to an address by an act, and says for how long its page is on its way: whoever acts shows so (Button's `isBusy`). */
export function useGo(): { readonly isGoing: boolean; readonly go: (href: Route, how?: How) => void } {
  const router = useRouter();
  const [isGoing, start] = useTransition();
  const go = useCallback(
    (href: Route, { isReplacing = false, scroll = true, atArrival }: How = {}) =>
      start(() => {
        if (isReplacing) router.replace(href, { scroll });
        else router.push(href, { scroll });
        atArrival?.();
      }),
    [router],
  );
  return { isGoing, go };
}
