import { Callout } from "@/components/ui/callout";
import type { GoLive } from "@/lib/contracts/go-live/go-live";
import { exactMinute } from "@/lib/domain/format/dates";
import { count } from "@/lib/domain/format/numbers";

import { CallLink } from "./call-link";
import { CLASSIFICATION_WORDS } from "./classification-words";

const CALLS_NAMED = 5;

type ReviewResultProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly goLive: GoLive;
  readonly review: NonNullable<GoLive["review"]>;
};

/** What came of the last review: what it found, with the very calls, and what it was asked about. */
export function ReviewResult({ accountId, keyId, goLive, review }: ReviewResultProps) {
  const { migration, productionKeyRevokedAt: revokedAt } = goLive;
  const asked = `${CLASSIFICATION_WORDS[review.classification].label}, contact ${review.contact}`;
  if (review.outcome !== "failed") {
    return (
      <ul className="flex flex-col gap-1 text-sm text-muted">
        <li>{`${review.requestedBy} requested the review on ${exactMinute(review.at)}: ${asked}.`}</li>
        {migration ? <li>{migrationText(migration)}</li> : null}
        {migration?.note ? (
          <li className="wrap-anywhere whitespace-pre-wrap">{`Note to whoever decides: ${migration.note}`}</li>
        ) : null}
        {revokedAt === null ? null : (
          <li>{`The production key was revoked on ${exactMinute(revokedAt)}: this key is live no more, and can go to production again.`}</li>
        )}
      </ul>
    );
  }
  const isWithdrawn = review.findings.some(({ code }) => code === "withdrawn");
  const calls = new Map(goLive.calls.map((call) => [call.id, call]));
  return (
    <Callout
      tone="caution"
      title={`The review of ${exactMinute(review.at)} was ${isWithdrawn ? "withdrawn" : "not passed"}`}
    >
      <ul className="mt-1 flex list-disc flex-col gap-1.5 pl-5">
        {review.findings.map(({ code, detail, callIds }) => (
          <li key={`${code} ${detail}`}>
            <span>{detail}</span>
            {callIds.length > 0 ? (
              <span className="flex flex-wrap gap-x-2 text-sm text-muted">
                {callIds.slice(-CALLS_NAMED).map((id) => {
                  const call = calls.get(id);
                  return call ? (
                    <CallLink key={id} accountId={accountId} keyId={keyId} call={call} />
                  ) : (
                    <code key={id} translate="no">{`…${id.slice(-8)}`}</code>
                  );
                })}
                {callIds.length > CALLS_NAMED ? (
                  <span>{`and ${count(callIds.length - CALLS_NAMED, "more call")}`}</span>
                ) : null}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-muted">{`Requested by ${review.requestedBy} as ${asked}. It can be requested again at any time.`}</p>
    </Callout>
  );
}

/** Who asked for the migration, whereto, and what came of it when. */
function migrationText({ requestedBy, accountName, status, at }: NonNullable<GoLive["migration"]>): string {
  const asked = `${requestedBy} requested the migration into ${accountName}`;
  switch (status) {
    case "open":
      return `${asked} on ${exactMinute(at)}.`;
    case "granted":
      return `${asked}; it was granted on ${exactMinute(at)}.`;
    case "declined":
      return `${asked}; it was declined on ${exactMinute(at)}.`;
    case "withdrawn":
      return `${asked}; it was withdrawn on ${exactMinute(at)}.`;
    case "expired":
      return `${asked}; it expired on ${exactMinute(at)}.`;
  }
}
