import type { ReactNode } from "react";

type PageHeadProps = {
  readonly title: ReactNode;
  /** One sentence: what this page is for. */
  readonly purpose?: ReactNode;
  /** Only below the second level. */
  readonly breadcrumb?: ReactNode;
  /** The one primary action. */
  readonly action?: ReactNode;
};

/** The head of a page: where it is, what it is for, and the main thing to do on it. */
export function PageHead({ title, purpose, breadcrumb, action }: PageHeadProps) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 flex-[1_1_20rem]">
        {breadcrumb ? <div className="mb-1.5 text-sm text-muted">{breadcrumb}</div> : null}
        <h1 className="text-xl font-semibold tracking-[-0.012em]">{title}</h1>
        {purpose ? <p className="mt-1 max-w-[70ch] text-muted">{purpose}</p> : null}
      </div>
      {action ? <div className="flex max-w-full shrink-0 flex-wrap gap-2 empty:hidden">{action}</div> : null}
    </header>
  );
}
