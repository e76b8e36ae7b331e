import { Callout } from "@/components/ui/callout";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { exactTime, relativeTime } from "@/lib/view/format";
import { notBefore } from "@/lib/view/not-before";

/** Somebody else was first: who, when and why. */
export function AlreadyRevoked({ ended, now }: { readonly ended: IntegrationKey; readonly now: string }) {
  const at = ended.revokedAt ?? now;
  const when = `${relativeTime(at, notBefore(now, at))} (${exactTime(at)})`;
  return (
    <Callout tone="caution" title="This key is revoked already">
      <p>
        {ended.revokedBy
          ? `${ended.revokedBy.name} revoked it ${when}.`
          : `It was replaced, and its overlap ended ${when}.`}
        {ended.revokeReason ? ` Reason: ${ended.revokeReason}` : null}
      </p>
      <p className="mt-1">Calls with it fail. You have changed nothing.</p>
    </Callout>
  );
}
