import { useQuery } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { scopeUsesQuery } from "@/lib/queries/keys/key-usage";
import { listed } from "@/lib/domain/format/lists";
import { pictureScopes } from "./scope-picture";

import { ScopeGrid, ScopeMark } from "./scope-grid";

const REFRESH_MS = 5_000;

type ScopePictureCardProps = {
  readonly subject: IntegrationKey;
  readonly accountId: string;
  readonly now: string;
};

/** What the key may do as a grid, filled where it does it; and what of it the creator's profile takes away. */
export function ScopePictureCard({ subject, accountId, now }: ScopePictureCardProps) {
  const uses = useQuery({ ...scopeUsesQuery(accountId, subject.id), refetchInterval: REFRESH_MS });
  const isApp = subject.method === "oauth";
  // Of an app each token is narrowed by the profile of whom it acts as, and nothing by its creator's.
  const effectiveScopes = isApp ? subject.scopes : subject.effectiveScopes;
  const picture = pictureScopes({ scopes: subject.scopes, effectiveScopes }, uses.data?.data ?? [], now);
  const lost = subject.scopes.filter((scope) => !effectiveScopes.includes(scope));
  return (
    <div className="flex flex-col gap-3">
      {lost.length > 0 && subject.isOwnerActive ? (
        <Callout
          tone="caution"
          title={`Narrowed to ${subject.effectiveScopes.length} of ${subject.scopes.length} scopes`}
        >
          <p>{`The present profile of ${subject.createdBy.name} does not allow ${listed(lost)}. Calls that need ${lost.length === 1 ? "it" : "one of them"} are refused.`}</p>
        </Callout>
      ) : null}
      {isApp ? (
        <p>
          {`No token of this ${subject.agent ? "agent" : "app"} ever holds more, whatever it asks for. Each holds less where the person it acts for consented to less, or may do less.`}
        </p>
      ) : null}
      <p className="text-muted">{picture.sentence}</p>
      <ScopeGrid picture={picture} />
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        <Legend use="recent" text="used in the last 30 days" />
        <Legend use="earlier" text="used earlier" />
        <Legend use="never" text="never used" />
        {lost.length > 0 ? (
          <li className="flex items-center gap-1.5">
            <ScopeMark use="never" isEffective={false} />
            not allowed by the profile
          </li>
        ) : null}
      </ul>
    </div>
  );
}

function Legend({ use, text }: { readonly use: "recent" | "earlier" | "never"; readonly text: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <ScopeMark use={use} isEffective />
      <span>{text}</span>
    </li>
  );
}
