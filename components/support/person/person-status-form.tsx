import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/fields/choice";
import { TextField } from "@/components/ui/fields/field";
import { Link } from "@/components/ui/links/link";
import { supportAccountPage } from "@/lib/addresses/pages";
import type { SupportPerson } from "@/lib/contracts/support/support-people";
import { listed } from "@/lib/domain/format/lists";
import { count } from "@/lib/domain/format/numbers";
import { personStatusMutation } from "@/lib/queries/accounts/account-lifecycle";

import { LoadFailure } from "../load-failure";
import { readReason } from "../account/use-account-change";
import { useSupportAct } from "../use-support-act";

/** Deactivates a person in all accounts, or brings the person back, with what that does. */
export function PersonStatusForm({ person }: { readonly person: SupportPerson }) {
  const [fault, setFault] = useState<string>();
  const [isAccepted, setIsAccepted] = useState(false);
  const isActive = person.status === "active";
  const last = isActive ? person.organizations.filter(({ isLast }) => isLast) : [];
  const verb = isActive ? "deactivate" : "reactivate";
  const change = useSupportAct(personStatusMutation(person.id, verb));
  const title = isActive ? "Deactivate everywhere" : "Reactivate";
  const isBlocked = person.blockedBy.length > 0;
  return (
    <form
      noValidate
      aria-labelledby="person-status-title"
      className="flex max-w-160 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const entry = readReason(event.currentTarget);
        setFault(entry.fault);
        if (entry.fault) return;
        change.mutate({ reason: entry.reason, ...(last.length > 0 ? { leavesNone: isAccepted } : {}) });
      }}
    >
      <h2 id="person-status-title" className="text-lg font-semibold">
        {title}
      </h2>
      {isBlocked ? (
        <LastAdminOf person={person} />
      ) : (
        <>
          <p className="text-sm">{consequence(person)}</p>
          {last.length > 0 ? (
            <Checkbox
              label={`Leave ${listed(last.map(({ name }) => name))} without an admin`}
              hint="Nobody can stand in for its accounts, or prove its domains, until another one is named."
              checked={isAccepted}
              onChange={(event) => setIsAccepted(event.currentTarget.checked)}
            />
          ) : null}
          <TextField label="Reason" name="reason" maxLength={500} required error={fault} />
        </>
      )}
      {change.error ? <LoadFailure error={change.error} title="Nothing was changed" /> : null}
      {isBlocked ? null : (
        <Button
          type="submit"
          variant={isActive ? "danger" : "primary"}
          className="self-start"
          isBusy={change.isPending}
          disabled={last.length > 0 && !isAccepted}
        >
          {title}
        </Button>
      )}
    </form>
  );
}

function LastAdminOf({ person }: { readonly person: SupportPerson }) {
  return (
    <Callout tone="caution" title={`${person.name} is the last admin where keys are live`}>
      <p>
        <span>Nobody could manage the keys of</span>{" "}
        {person.blockedBy.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 ? <span>, </span> : null}
            <Link href={supportAccountPage(id)} className="underline">
              {name}
            </Link>
          </span>
        ))}
        <span>. Another admin there, or its keys revoked, makes this possible.</span>
      </p>
    </Callout>
  );
}

function consequence(person: SupportPerson): string {
  const { name, status, liveKeys, callsLastDay, openSessions, organizations } = person;
  if (status === "deactivated") {
    return `${name} can sign in again, with the memberships of before. ${liveKeys === 0 ? "No key acts as this person." : `${count(liveKeys, "key")} that ${liveKeys === 1 ? "acts as this person works" : "act as this person work"} again at once.`}`;
  }
  const keys =
    liveKeys === 0
      ? "No live key acts as this person."
      : `${count(liveKeys, "live key")} that ${liveKeys === 1 ? "acts" : "act"} as this person ${liveKeys === 1 ? "stops" : "stop"} at once, with ${count(callsLastDay, "call")} in the last 24 hours.`;
  const rights =
    organizations.length === 0
      ? ""
      : ` ${name} is no admin of ${listed(organizations.map((each) => each.name))} any more, and reactivating does not bring that back.`;
  return `${name} can’t sign in any more, and ${count(openSessions, "session")} ${openSessions === 1 ? "ends" : "end"}. ${keys} Transfers that ${name} has confirmed and that wait need another confirmation.${rights} The audit log of each account has it, with the reason.`;
}
