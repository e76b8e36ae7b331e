import { clsx } from "clsx";

import { Link } from "@/components/ui/links/link";
import { Meter } from "@/components/ui/marks/meter";
import type { KeyCapacity } from "@/lib/contracts/keys/key-capacity";
import { capacityWords } from "@/components/key-parts/words/capacity-words";
import { count, number } from "@/lib/domain/format/numbers";
import { keyListPage } from "@/lib/addresses/pages";

type KeyCapacityLineProps = {
  readonly accountId: string;
  readonly capacity: KeyCapacity;
  readonly isAdmin: boolean;
  /** Whether ended keys are left out below. */
  readonly hidesEnded: boolean;
};

/** R10: how many keys there are of those that there may be, and how many of them are not shown. */
export function KeyCapacityLine({ accountId, capacity, isAdmin, hidesEnded }: KeyCapacityLineProps) {
  const { state, text, advice } = capacityWords(capacity, isAdmin);
  const { retiring } = capacity.counts;
  return (
    <section aria-label="Number of keys" className="mb-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <span className="flex items-center gap-2.5">
          <Meter used={capacity.counts.active} limit={capacity.activeLimit} state={state} />
          <span
            className={clsx(
              state === "ample" ? "text-ink" : "font-medium",
              state === "full" && "text-danger",
            )}
          >
            {text}
          </span>
        </span>
        {retiring > 0 ? <span className="text-muted">{`${number(retiring)} retiring`}</span> : null}
        {hidesEnded && capacity.ended > 0 ? (
          <Link
            href={keyListPage(accountId, { status: "ended" })}
            className="rounded-sm text-muted underline decoration-line-strong underline-offset-2 hover:text-ink"
          >
            {`${count(capacity.ended, "ended key")} not shown`}
          </Link>
        ) : null}
        {hidesEnded ? null : (
          <Link
            href={keyListPage(accountId)}
            className="rounded-sm text-muted underline decoration-line-strong underline-offset-2 hover:text-ink"
          >
            Show live keys only
          </Link>
        )}
      </div>
      {advice ? (
        <p
          className={clsx(
            "mt-1 mb-3 rounded-r-md border-l-3 px-3 py-2 text-sm",
            state === "full" ? "border-danger bg-danger-soft" : "border-caution bg-caution-soft",
          )}
        >
          {advice}
        </p>
      ) : null}
    </section>
  );
}
