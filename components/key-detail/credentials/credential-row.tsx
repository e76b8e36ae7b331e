import { Button } from "@/components/ui/buttons/button";
import { Time } from "@/components/ui/time";
import { notBefore } from "@/lib/domain/time/not-before";

/** Columns that a narrow screen shows below the name instead. */
export const WIDE = "hidden lg:table-cell whitespace-nowrap";
export const NARROW_ONLY = "mt-0.5 flex flex-wrap gap-x-2 text-sm text-muted lg:hidden";

type RemoveButtonProps = {
  /** The element that names what is removed: every row has the same button. */
  readonly describedBy: string;
  readonly onClick: (opener: HTMLElement) => void;
};

export function RemoveButton({ describedBy, onClick }: RemoveButtonProps) {
  return (
    <Button
      variant="quiet-danger"
      aria-describedby={describedBy}
      onClick={(event) => onClick(event.currentTarget)}
      className="-mr-2 min-h-8 px-2 py-1 text-sm"
    >
      Remove
    </Button>
  );
}

/** When a credential was used last: the question before it is removed. */
export function LastUsed({ at, now }: { readonly at: string | null; readonly now: string }) {
  if (at === null) return <span className="text-muted">Never</span>;
  return <Time at={at} now={notBefore(now, at)} />;
}
