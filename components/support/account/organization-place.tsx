import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Checkbox } from "@/components/ui/fields/choice";
import { SelectField, TextField } from "@/components/ui/fields/field";
import { Link } from "@/components/ui/links/link";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { supportAccountPage } from "@/lib/addresses/pages";
import type { OrganizationOfAccount } from "@/lib/contracts/accounts/account-lifecycle";
import type { SupportAccount } from "@/lib/contracts/support/support";
import { count, number } from "@/lib/domain/format/numbers";
import { organizationListQuery, placeAccountMutation } from "@/lib/queries/accounts/account-lifecycle";
import { RequestError } from "@/lib/queries/request";

import { LoadFailure } from "../load-failure";
import { useInCase } from "../look/look-case";
import { OrganizationAdmins } from "../organization-admins";
import { readReason } from "./use-account-change";
import { textIn, useSupportAct } from "../use-support-act";

type OrganizationPlaceProps = {
  readonly account: SupportAccount;
  readonly organization: OrganizationOfAccount | null;
};

const NONE = "none";
const ANOTHER = "another";

/** The organization that an account belongs to, its admins, and the way to another one. */
export function OrganizationPlace({ account, organization }: OrganizationPlaceProps) {
  return (
    <section aria-labelledby="organization-title" className="flex flex-col gap-4">
      <h2 id="organization-title" className="text-lg font-semibold">
        Organization
      </h2>
      <p>{organization ? organization.name : "This account belongs to no organization."}</p>
      {organization ? (
        <>
          {organization.otherAccounts.length > 0 ? (
            <p className="text-sm">
              <span>{`With ${count(organization.otherAccountCount, "other account")}:`}</span>{" "}
              {organization.otherAccounts.map(({ id, name }, index) => (
                <span key={id}>
                  {index > 0 ? <span>, </span> : null}
                  <Link href={supportAccountPage(id)} className="underline">
                    {name}
                  </Link>
                </span>
              ))}
              {organization.otherAccountCount > organization.otherAccounts.length ? (
                <span>{`, and ${number(organization.otherAccountCount - organization.otherAccounts.length)} more, which the search finds by name`}</span>
              ) : null}
            </p>
          ) : null}
          <OrganizationAdmins organization={organization} />
        </>
      ) : null}
      <PlaceForm account={account} organization={organization} />
    </section>
  );
}

function PlaceForm({ account, organization }: OrganizationPlaceProps) {
  const known = useInfiniteQuery(organizationListQuery());
  const current = organization?.id ?? NONE;
  const [chosen, setChosen] = useState(current);
  const [faults, setFaults] = useState<{ name?: string | undefined; reason?: string | undefined }>({});
  const [isAccepted, setIsAccepted] = useState(false);
  const inCase = useInCase();
  const place = useSupportAct(placeAccountMutation(account.id));
  const isLast =
    organization !== null &&
    place.error instanceof RequestError &&
    place.error.code === "last_organization_admin";
  // The one that it is in stands there before the others are known.
  const others = (known.data?.pages ?? [])
    .flatMap(({ data }) => data)
    .filter(({ id }) => id !== organization?.id);
  const options = [
    { value: NONE, label: "In no organization" },
    ...(organization ? [{ value: organization.id, label: organization.name }] : []),
    ...others.map(({ id, name, accounts }) => ({
      value: id,
      label: `${name} (${count(accounts, "account")})`,
    })),
    { value: ANOTHER, label: "A new organization" },
  ];
  return (
    <form
      noValidate
      aria-label="Organization of the account"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const { reason, fault } = readReason(event.currentTarget);
        const name = textIn(event.currentTarget, "name");
        const isNamed = chosen !== ANOTHER || name !== "";
        setFaults({ name: isNamed ? undefined : "Enter the organization's name.", reason: fault });
        if (fault || !isNamed) return;
        const said = { reason, ...inCase, ...(isAccepted ? { leavesNone: true } : {}) };
        place.mutate(
          chosen === ANOTHER
            ? { name, ...said }
            : { organizationId: chosen === NONE ? null : chosen, ...said },
        );
      }}
    >
      <SelectField
        label="Belongs to"
        name="organization"
        value={chosen}
        options={options}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <ShowMore list={known}>Offer more organizations</ShowMore>
      {known.error ? <LoadFailure error={known.error} /> : null}
      {chosen === current ? null : (
        <>
          {chosen === ANOTHER ? (
            <TextField label="Name of the organization" name="name" maxLength={100} error={faults.name} />
          ) : null}
          <p className="text-sm">{consequence(organization, chosen)}</p>
          <TextField label="Reason" name="reason" maxLength={500} required error={faults.reason} />
        </>
      )}
      {isLast ? (
        <Checkbox
          label={`Leave ${organization.name} without an admin`}
          hint="Its admins are people of this account alone. Nobody can prove its domains until another one is named."
          checked={isAccepted}
          onChange={(event) => setIsAccepted(event.currentTarget.checked)}
        />
      ) : null}
      {place.error ? <LoadFailure error={place.error} title="The account is where it was" /> : null}
      <Button type="submit" className="self-start" isBusy={place.isPending} disabled={chosen === current}>
        {chosen === NONE && organization ? `Take out of ${organization.name}` : "Change organization"}
      </Button>
    </form>
  );
}

function consequence(organization: OrganizationOfAccount | null, chosen: string): string {
  const left = organization
    ? `The admins of ${organization.name} have no part in this account from now on. `
    : "";
  return chosen === NONE
    ? `${left}Nobody can stand in for its admins. All of them are told.`
    : `${left}The admins of its organization see how safe it is, and may stand in where it has no admin left. All of them are told.`;
}
