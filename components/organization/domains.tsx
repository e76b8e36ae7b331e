import { useState } from "react";

import { Callout } from "@/components/ui/callout";
import type { ClaimedDomain, Organization } from "@/lib/contracts/accounts/organizations";

import { ClaimForm } from "./claim-form";
import { DomainEntry } from "./domain-entry";
import { RemoveDomainDialog } from "./remove-domain-dialog";

type DomainsProps = {
  readonly organization: Organization;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** The domains that the organization claims, each with the record that proves it and what DNS said of it. */
export function Domains({ organization, now }: DomainsProps) {
  const { id: organizationId, domains, canVerify } = organization;
  const [removed, setRemoved] = useState<ClaimedDomain | null>(null);
  const [said, setSaid] = useState("");
  return (
    <section aria-label="Claimed domains">
      <h2 className="text-lg font-semibold">Claimed domains</h2>
      <p className="mt-1 max-w-[70ch] text-muted">
        A domain is claimed by a DNS TXT record and looked up again each day. After seven days without the
        record the claim lapses, and what rests on it ends.
      </p>
      {canVerify ? null : (
        <div className="mt-3">
          <Callout tone="neutral" title="This console asks no DNS">
            No domain can be verified here, and claims stay as they are. Its operator can set DNS_SERVERS.
          </Callout>
        </div>
      )}
      <output className="sr-only">{said}</output>
      {domains.length > 0 ? (
        <ul className="mt-4 flex flex-col border-t border-line">
          {domains.map((domain) => (
            <DomainEntry
              key={domain.id}
              organizationId={organizationId}
              domain={domain}
              canVerify={canVerify}
              now={now}
              onRemove={() => setRemoved(domain)}
            />
          ))}
        </ul>
      ) : null}
      <ClaimForm organizationId={organizationId} onClaimed={setSaid} />
      {removed ? (
        <RemoveDomainDialog
          organizationId={organizationId}
          domain={removed}
          onClose={(done) => {
            setRemoved(null);
            if (done) setSaid(done);
          }}
        />
      ) : null}
    </section>
  );
}
