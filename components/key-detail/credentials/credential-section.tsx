import type { ReactNode } from "react";

import { Meter } from "@/components/ui/marks/meter";
import { limitState } from "@/lib/domain/calls/limit-state";
import { number } from "@/lib/domain/format/numbers";

type CredentialSectionProps = {
  readonly id: string;
  readonly title: string;
  /** What these are for, in a sentence or two. */
  readonly purpose: string;
  /** R10: how many there are of how many; null where there can be none. */
  readonly count: { readonly used: number; readonly limit: number } | null;
  /** The buttons; none for who may not change the app. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
};

/** One kind of what an app is set up with: what it is for, how many there may be, and the list. */
export function CredentialSection(props: CredentialSectionProps) {
  const { id, title, purpose, count, actions, children } = props;
  const isFull = count !== null && count.used >= count.limit;
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-[1_1_22rem]">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 id={id} className="text-lg font-semibold">
              {title}
            </h2>
            {count ? (
              <p className="flex items-center gap-2 text-sm text-muted tabular-nums">
                <Meter {...count} state={limitState(count.used, count.limit)} />
                <span>{`${number(count.used)} of ${number(count.limit)}`}</span>
              </p>
            ) : null}
          </div>
          <p className="mt-0.5 max-w-[68ch] text-muted">{purpose}</p>
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {isFull && actions ? (
        <p className="mb-3 text-sm text-caution">
          This is the most an app can have. Remove one that is no longer used to add another.
        </p>
      ) : null}
      <div>{children}</div>
    </section>
  );
}

/** Stands where there is none yet: what the app can't do without, and how to go on. */
export function NoneYet({ children }: { readonly children: ReactNode }) {
  return (
    <p className="rounded-md border border-dashed border-line-strong/50 px-4 py-5 text-muted">{children}</p>
  );
}
