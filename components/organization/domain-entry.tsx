import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Badge, type Tone } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { ClaimedDomain } from "@/lib/contracts/accounts/organizations";
import { exactMinute } from "@/lib/domain/format/dates";
import { FINDING_WORDS } from "@/lib/domain/organizations/domain-proof";
import type { ClaimStatus } from "@/lib/domain/organizations/domain-claim";
import { organizationQuery, verifyDomain } from "@/lib/queries/accounts/organizations";
import { failureOf } from "@/lib/queries/failure";

const STATUS: Record<ClaimStatus, { readonly label: string; readonly tone: Tone }> = {
  pending: { label: "Pending", tone: "neutral" },
  verified: { label: "Verified", tone: "positive" },
  lapsing: { label: "Lapsing", tone: "caution" },
  lapsed: { label: "Lapsed", tone: "danger" },
};

type DomainEntryProps = {
  readonly organizationId: string;
  readonly domain: ClaimedDomain;
  readonly canVerify: boolean;
  /** The server's clock, ISO 8601. */
  readonly now: string;
  readonly onRemove: () => void;
};

/** A claimed domain: how it stands, the record that proves it, and what can be done about it. */
export function DomainEntry({ organizationId, domain, canVerify, now, onRemove }: DomainEntryProps) {
  const cache = useQueryClient();
  const { queryKey } = organizationQuery(organizationId);
  const verify = useMutation({
    mutationFn: () => verifyDomain(organizationId, domain.id),
    retry: false,
    onSuccess: (answer) => cache.setQueryData(queryKey, answer),
    onError: () => cache.invalidateQueries({ queryKey }),
  });
  const { label, tone } = STATUS[domain.status];
  return (
    <li aria-label={domain.domain} className="flex flex-col gap-2 border-b border-line py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span translate="no" className="font-medium break-all">
          {domain.domain}
        </span>
        {domain.readable ? (
          <span translate="no" className="text-sm break-all text-muted">
            {domain.readable}
          </span>
        ) : null}
        <Badge tone={tone}>{label}</Badge>
        <span className="ml-auto flex gap-2">
          {canVerify ? (
            <Button isBusy={verify.isPending} onClick={() => verify.mutate()}>
              {domain.status === "verified" ? "Check again" : "Verify"}
            </Button>
          ) : null}
          <Button onClick={onRemove}>Remove</Button>
        </span>
      </div>
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <span className="text-muted">TXT record</span>
        <code translate="no" className="break-all">
          {domain.record}
        </code>
        <CopyButton text={domain.record} label={`Copy the record of ${domain.domain}`} />
      </p>
      <Standing domain={domain} now={now} />
      {verify.error ? <ErrorState {...failureOf(verify.error, "The domain is not verified")} /> : null}
    </li>
  );
}

function Standing({ domain, now }: Pick<DomainEntryProps, "domain" | "now">) {
  const { status, checkedAt, finding, lapsesAt } = domain;
  return (
    <output className="flex flex-col gap-1 text-sm">
      {status === "lapsing" && lapsesAt ? (
        <span className="text-caution">{`The claim lapses at ${exactMinute(lapsesAt)} unless the record is found before.`}</span>
      ) : null}
      {status === "lapsed" ? (
        <span className="text-danger">
          The claim has lapsed, and what rested on it has ended. Verify it again.
        </span>
      ) : null}
      {checkedAt && finding ? (
        <span className="text-muted">
          <span>{FINDING_WORDS[finding]}</span> <span>Looked up</span> <Time at={checkedAt} now={now} />
        </span>
      ) : (
        <span className="text-muted">
          {status === "pending"
            ? "Publish this record on the domain itself, then verify it."
            : "Not looked up since it was verified."}
        </span>
      )}
    </output>
  );
}
