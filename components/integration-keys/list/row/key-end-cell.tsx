import { clsx } from "clsx";

import { Lifeline } from "@/components/key-parts/lifeline/lifeline";
import { Time } from "@/components/ui/time";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import type { LifelineScale } from "@/components/key-parts/lifeline/lifeline-geometry";

type KeyEndCellProps = {
  readonly row: IntegrationKey;
  readonly now: string;
  readonly scale: LifelineScale;
};

/** The key's life on the page's scale, and when it ends: by its expiry, or before it by a replacement or a revocation. */
export function KeyEndCell({ row, now, scale }: KeyEndCellProps) {
  const [word, at] = endOf(row, now);
  return (
    <span className="flex items-center gap-2.5">
      <span className="hidden w-14 shrink-0 @min-[47rem]:block @min-[70rem]:w-18">
        <Lifeline facts={row} now={now} scale={scale} />
      </span>
      {at === null ? (
        <span className="truncate text-muted">No expiry</span>
      ) : (
        <span className={clsx("truncate", row.status === "revoked" && "text-muted")}>
          <span className="text-muted @min-[36rem]:hidden">{`${word} `}</span>
          <Time at={at} now={now} />
        </span>
      )}
    </span>
  );
}

function endOf(row: IntegrationKey, now: string): [word: string, at: string | null] {
  if (row.status === "revoked") return ["Ended", row.revokedAt];
  if (row.status === "retiring") return ["Ends", row.retiresAt];
  return [row.expiresAt !== null && row.expiresAt <= now ? "Expired" : "Expires", row.expiresAt];
}
