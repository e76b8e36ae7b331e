import { useState } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import { Link } from "@/components/ui/links/link";
import { supportPersonPage } from "@/lib/addresses/pages";
import type { SupportAccountPeople } from "@/lib/contracts/accounts/account-lifecycle";
import type { SupportAccount } from "@/lib/contracts/support/support";
import { exactDay } from "@/lib/domain/format/dates";
import { number } from "@/lib/domain/format/numbers";
import { PROFILE_LABELS } from "@/lib/domain/people/profile-words";
import { inviteFirstAdminMutation } from "@/lib/queries/accounts/account-lifecycle";

import { LoadFailure } from "../load-failure";
import { useInCase } from "../look/look-case";
import { readReason } from "./use-account-change";
import { textIn, useSupportAct } from "../use-support-act";

type AccountPeopleProps = { readonly account: SupportAccount; readonly people: SupportAccountPeople };

/** The members of an account, each with the way to the person; or the first admin, whom it waits for. */
export function AccountPeople({ account, people }: AccountPeopleProps) {
  const { members, memberCount } = people;
  return (
    <section aria-labelledby="people-title" className="flex flex-col gap-3">
      <h2 id="people-title" className="text-lg font-semibold">
        People
      </h2>
      {members.length === 0 ? (
        <FirstAdmin account={account} firstAdmin={people.firstAdmin} />
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {members.map((member) => (
            <li key={member.userId} className="flex flex-wrap items-baseline gap-x-3 py-2">
              <Link
                href={supportPersonPage(member.userId)}
                className="min-w-0 font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {member.name}
              </Link>
              <span className="min-w-0 text-sm wrap-anywhere text-muted">{member.email}</span>
              <span className="ml-auto flex items-center gap-2 text-sm">
                {member.isActive ? null : <Badge tone="neutral">Deactivated</Badge>}
                <span>{PROFILE_LABELS[member.profile]}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {memberCount > members.length ? (
        <p className="text-sm text-muted">{`And ${number(memberCount - members.length)} more.`}</p>
      ) : null}
    </section>
  );
}

type FirstAdminProps = Pick<SupportAccountPeople, "firstAdmin"> & { readonly account: SupportAccount };

function FirstAdmin({ account, firstAdmin }: FirstAdminProps) {
  const [faults, setFaults] = useState<{ email?: string | undefined; reason?: string | undefined }>({});
  const inCase = useInCase();
  const invite = useSupportAct(inviteFirstAdminMutation(account.id));
  return (
    <form
      noValidate
      aria-label="First admin"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const email = textIn(event.currentTarget, "email");
        const { reason, fault } = readReason(event.currentTarget);
        setFaults({ email: email === "" ? "Enter an email address." : undefined, reason: fault });
        if (email !== "" && !fault) invite.mutate({ email, reason, ...inCase });
      }}
    >
      <p className="text-sm">
        {firstAdmin
          ? `Nobody has joined yet. ${firstAdmin.email} is invited as its first admin, until ${exactDay(firstAdmin.expiresAt)}. Another invitation takes the place of that one, whose link is dead then.`
          : "Nobody has joined, and nobody is invited. Its first admin comes by an invitation."}
      </p>
      <TextField
        label="Email of its first admin"
        name="email"
        type="email"
        autoComplete="off"
        maxLength={320}
        error={faults.email}
      />
      <TextField label="Reason" name="reason" maxLength={500} required error={faults.reason} />
      {invite.error ? <LoadFailure error={invite.error} title="Nobody was invited" /> : null}
      <Button type="submit" className="self-start" isBusy={invite.isPending}>
        Invite first admin
      </Button>
    </form>
  );
}
