import type { ReactNode } from "react";

import { Mark } from "@/components/ui/marks/mark";

/** A page without the frame: for people of whom nothing is known, and for when the frame itself failed. */
export function Bare({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-2xl flex-col px-6 py-8 nav:py-12">
      <div className="flex items-center gap-2.5">
        <Mark isTwoTone className="size-7" />
        <span className="text-lg font-semibold tracking-[-0.012em]">Countersign</span>
      </div>
      <main className="my-auto pt-8 pb-32">{children}</main>
    </div>
  );
}
