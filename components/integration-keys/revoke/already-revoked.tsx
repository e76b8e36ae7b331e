import { Callout } from "@/components/ui/callout";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { METHOD_NOUNS } from "@/lib/domain/keys/availability";
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { notBefore } from "@/lib/domain/time/not-before";

/** Says that somebody else has revoked the key first: who, when and why. */
export function AlreadyRevoked({ ended, now }: { readonly ended: IntegrationKey; readonly now: string }) {
  const at = ended.revokedAt ?? now;
  const when = `${relativeTime(at, notBefore(now, at))} (${exactTime(at)})`;
  return (
    <Callout tone="caution" title={`This ${METHOD_NOUNS[ended.method]} is revoked already`}>
      <p>{`${
        ended.revokedBy || ended.revokeReason !== null
          ? `${ended.revokedBy?.name ?? "The operator"} revoked it ${when}.`
          : `It was replaced, and its overlap ended ${when}.`
      }${ended.revokeReason ? ` Reason: ${ended.revokeReason}` : ""}`}</p>
      <p className="mt-1">Calls with it fail. You have changed nothing.</p>
    </Callout>
  );
}
