import { clsx } from "clsx";
import type { ComponentProps } from "react";

type TableProps = ComponentProps<"table"> & {
  /** What the table lists, for screen readers. */
  readonly label: string;
};

/** A native table. Too wide for the page, it scrolls sideways by itself, with the keyboard too. */
export function Table({ label, className, ...rest }: TableProps) {
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className="relative -mx-1 overflow-x-auto px-1 xl:overflow-x-visible"
    >
      <table
        {...rest}
        className={clsx("w-full border-collapse text-left text-base tabular-nums", className)}
      />
    </section>
  );
}

export function Th({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        "sticky top-0 z-10 h-9 bg-paper pr-4 text-xs font-medium whitespace-nowrap text-muted shadow-[inset_0_-1px_0_var(--color-line)] last:pr-0",
        className,
      )}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr {...rest} className={clsx("group/row border-b border-line [tbody>&]:hover:bg-surface", className)} />
  );
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td {...rest} className={clsx("h-10 py-1.5 pr-4 align-middle last:pr-0", className)} />;
}
