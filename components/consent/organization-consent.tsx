"use client";

import { useState } from "react";

import { Callout } from "@/components/ui/callout";
import { RadioGroup } from "@/components/ui/fields/choice";
import type { ConsentLine } from "@/lib/domain/oauth/consent-lines";
import { listed } from "@/lib/domain/format/lists";
import type { Environment } from "@/lib/domain/people/profiles";

import { ConsentLines } from "./consent-lines";
import { DecisionButtons } from "./decision-buttons";

type Organization = { readonly id: string; readonly name: string; readonly domains: readonly string[] };

export type OrganizationConsentProps = {
  readonly app: { readonly name: string; readonly manager: string; readonly environment: Environment };
  /** What it may then do for everybody. */
  readonly lines: readonly ConsentLine[];
  /** What it asks of this person besides. */
  readonly ownNames: readonly string[];
  /** Those that the person may consent for. */
  readonly organizations: readonly Organization[];
  readonly account: { readonly id: string; readonly name: string } | null;
  /** The host that the answer goes to. */
  readonly host: string;
  readonly person: { readonly name: string; readonly email: string };
  /** The request as it came, and the proof that it was shown here. */
  readonly request: string;
  readonly ticket: string;
};

/** The question whether an app may act for all people of an organization's domains, for one of its admins. */
export function OrganizationConsent(props: OrganizationConsentProps) {
  const { app, lines, organizations, account, person } = props;
  const [organizationId, setOrganizationId] = useState(organizations[0]?.id ?? "");
  const organization = organizations.find(({ id }) => id === organizationId) ?? null;
  const canAllow = organization !== null && account !== null;
  return (
    <form method="post" action="/oauth/consent" className="flex flex-col gap-6">
      <input type="hidden" name="request" value={props.request} />
      <input type="hidden" name="ticket" value={props.ticket} />
      <input type="hidden" name="account" value={account?.id ?? ""} />
      {organizations.length > 1 ? null : <input type="hidden" name="organization" value={organizationId} />}
      {app.environment === "sandbox" ? (
        <Callout tone="sandbox">Sandbox: it acts in test accounts, with test data.</Callout>
      ) : null}
      <ConsentLines lines={lines} isForAnyProgram={false} />
      {organizations.length > 1 ? (
        <RadioGroup
          legend="Organization that allows it"
          name="organization"
          value={organizationId}
          onChange={setOrganizationId}
          options={organizations.map(({ id, name, domains }) => ({
            value: id,
            label: name,
            hint: domains.join(", "),
          }))}
        />
      ) : null}
      {organization ? (
        <Facts {...props} organization={organization} />
      ) : (
        <Callout tone="caution" title="You can’t allow it for others">
          That is for an admin of an organization with a verified domain. Send this page’s address to one of
          yours, or go back with Deny.
        </Callout>
      )}
      {organization && account === null ? (
        <Callout tone="caution" title="It can’t be answered from here">
          {`The answer acts for you, and you are in no ${app.environment} account. Allow the app under Authorized apps on the organization’s page instead.`}
        </Callout>
      ) : null}
      <DecisionButtons canAllow={canAllow} />
      <p className="text-sm text-muted">
        {`Signed in as ${person.name} (${person.email}). Any admin of the organization can take it back under Authorized apps; its access ends at once.`}
      </p>
    </form>
  );
}

function Facts({
  app,
  account,
  ownNames,
  host,
  organization: { name, domains },
}: OrganizationConsentProps & { readonly organization: Organization }) {
  const facts = [
    ["Application", `${app.name}, of ${app.manager}`],
    ["For whom", `Members of ${name}’s ${app.environment} accounts with an address of ${listed(domains)}`],
    [
      "What they see",
      "Nobody is asked any more. It stands under their Connected apps, where they can’t revoke it.",
    ],
    ["For how long", "Until an admin of the organization takes it back, or the domain is no longer proven"],
    ...(account === null ? [] : [["Of you it asks", `${ownNames.join(" ")}, in ${account.name}`] as const]),
    ["Answer goes to", host],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 border-t border-line pt-4 text-base">
      {facts.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="font-medium break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
