import type { ReactNode } from "react";

import { Mark } from "./marks/mark";

type PlainPageProps = {
  readonly title: string;
  /** What this page is for. */
  readonly purpose?: ReactNode;
  readonly isWide?: boolean;
  readonly children: ReactNode;
};

/** A page without the console around it, for somebody who is not signed in, or need not be. */
export function PlainPage({ title, purpose, isWide = false, children }: PlainPageProps) {
  return (
    <main
      className={`mx-auto flex min-h-dvh w-full flex-col px-6 py-8 nav:py-12 ${isWide ? "max-w-3xl" : "max-w-md"}`}
    >
      <div className="flex items-center gap-2.5">
        <Mark isTwoTone className="size-7" />
        <span className="text-lg font-semibold tracking-[-0.012em]">Countersign</span>
      </div>
      <div className={isWide ? "py-10" : "my-auto py-10"}>
        <h1 className="text-2xl font-semibold tracking-[-0.02em]">{title}</h1>
        {purpose ? <div className="mt-1.5 text-muted">{purpose}</div> : null}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}
