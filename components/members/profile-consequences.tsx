import type { UseQueryResult } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Skeleton } from "@/components/ui/states";
import type { ProfilePreview } from "@/lib/contracts/people/members";
import type { Profile } from "@/lib/domain/people/profiles";
import { listed } from "@/lib/domain/format/lists";
import { profileSentence } from "./member-words";

import { LastAdminCallout } from "./last-admin-callout";

type ProfileConsequencesProps = {
  readonly preview: UseQueryResult<ProfilePreview>;
  readonly isYou: boolean;
  readonly profile: Profile;
};

/** What the change does to the member's keys, key by key. */
export function ProfileConsequences({ preview, isYou, profile }: ProfileConsequencesProps) {
  if (preview.isError) {
    return (
      <Callout tone="danger">{`What this does to the member's keys can't be shown right now: ${preview.error.message}`}</Callout>
    );
  }
  if (!preview.data) return <Skeleton className="h-20 w-full" />;
  const { keys, isLastAdmin, narrowedKeys } = preview.data;
  if (isLastAdmin) return <LastAdminCallout />;
  return (
    <Callout tone={narrowedKeys > 0 ? "caution" : "neutral"} title={profileSentence(preview.data)}>
      {isYou && profile !== "admin" ? (
        <p>You lose this page and everything only admins see. Another admin can undo it.</p>
      ) : null}
      {keys.length > 0 ? (
        <ScrollRegion label="Keys that change">
          <ul className="mt-1 flex flex-col gap-1.5 text-sm">
            {keys.map((key) => (
              <li key={key.id} className="wrap-anywhere">
                <span className="font-medium">{key.name}</span>
                {key.lost.length > 0 ? <Scopes verb="loses" scopes={key.lost} /> : null}
                {key.regained.length > 0 ? <Scopes verb="gets back" scopes={key.regained} /> : null}
              </li>
            ))}
          </ul>
        </ScrollRegion>
      ) : null}
    </Callout>
  );
}

const NAMED_SCOPES_MAX = 4;

function Scopes({ verb, scopes }: { readonly verb: string; readonly scopes: readonly string[] }) {
  const more = scopes.length - NAMED_SCOPES_MAX;
  const named = more > 1 ? [...scopes.slice(0, NAMED_SCOPES_MAX), `${more} more`] : scopes;
  return (
    <span>
      {" "}
      <span>{verb}</span>{" "}
      <span translate="no" className="font-mono text-xs">
        {listed(named)}
      </span>
      <span>.</span>
    </span>
  );
}
