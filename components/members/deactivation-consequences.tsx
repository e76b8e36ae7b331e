import type { UseQueryResult } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Skeleton } from "@/components/ui/states";
import type { DeactivationPreview } from "@/lib/contracts/people/members";
import { count } from "@/lib/domain/format/numbers";
import { deactivationSentence } from "./member-words";

import { LastAdminCallout } from "./last-admin-callout";

type DeactivationConsequencesProps = {
  readonly preview: UseQueryResult<DeactivationPreview>;
  readonly isYou: boolean;
  readonly name: string;
};

/** Which keys stop, and how much they were used. */
export function DeactivationConsequences({ preview, isYou, name }: DeactivationConsequencesProps) {
  if (preview.isError) {
    return (
      <Callout tone="danger">{`Which keys stop can't be shown right now: ${preview.error.message}`}</Callout>
    );
  }
  if (!preview.data) return <Skeleton className="h-24 w-full" />;
  const { liveKeys, keys, isLastAdmin } = preview.data;
  if (isLastAdmin) return <LastAdminCallout />;
  return (
    <>
      <Callout
        tone={liveKeys > 0 ? "danger" : "neutral"}
        title={deactivationSentence(preview.data)}
      >{`${isYou ? "You lose this account at once. " : `${name} can't open this account any more. `}Reactivating brings both back.`}</Callout>
      {keys.length > 0 ? (
        <ScrollRegion label="Keys that stop">
          <ul aria-label="Keys that stop" className="divide-y divide-line text-sm">
            {keys.map((key) => (
              <li key={key.id} className="flex justify-between gap-4 py-1.5">
                <span className="min-w-0 font-medium wrap-anywhere">{key.name}</span>
                <span className="shrink-0 text-muted tabular-nums">{`${count(key.callsLastDay, "call")} in 24 h`}</span>
              </li>
            ))}
            {liveKeys > keys.length ? (
              <li className="py-1.5 text-muted">{`and ${liveKeys - keys.length} more`}</li>
            ) : null}
          </ul>
        </ScrollRegion>
      ) : null}
    </>
  );
}
