import { useState } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import type { OrganizationOfAccount } from "@/lib/contracts/accounts/account-lifecycle";
import { addOrganizationAdminMutation } from "@/lib/queries/accounts/account-lifecycle";

import { LoadFailure } from "./load-failure";
import { RemoveAdminDialog } from "./remove-admin-dialog";
import { readReason } from "./account/use-account-change";
import { textIn, useSupportAct } from "./use-support-act";

type Admin = OrganizationOfAccount["admins"][number];

/** The admins of an organization, which support names and removes. */
export function OrganizationAdmins({ organization }: { readonly organization: OrganizationOfAccount }) {
  const [removed, setRemoved] = useState<Admin | null>(null);
  const [isNaming, setIsNaming] = useState(false);
  const { admins } = organization;
  return (
    <div className="flex flex-col gap-3">
      <h3 className="font-medium">Organization admins</h3>
      {admins.length === 0 ? (
        <p className="text-sm text-caution">It has none: nobody can act for it.</p>
      ) : (
        <ul aria-label="Organization admins" className="divide-y divide-line border-y border-line">
          {admins.map((admin) => (
            <li key={admin.id} className="flex flex-wrap items-center gap-x-3 py-1.5">
              <span className="min-w-0 font-medium wrap-anywhere">{admin.name}</span>
              <span className="min-w-0 text-sm wrap-anywhere text-muted">{admin.email}</span>
              {admin.isActive ? null : <Badge tone="neutral">Deactivated</Badge>}
              <Button
                variant="quiet"
                className="ml-auto"
                aria-label={`Remove ${admin.name} as organization admin`}
                onClick={() => setRemoved(admin)}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      {isNaming ? (
        <NameAdmin organization={organization} onDone={() => setIsNaming(false)} />
      ) : (
        <Button className="self-start" onClick={() => setIsNaming(true)}>
          Name an admin
        </Button>
      )}
      {removed ? (
        <RemoveAdminDialog organization={organization} admin={removed} onClose={() => setRemoved(null)} />
      ) : null}
    </div>
  );
}

type NameAdminProps = { readonly organization: OrganizationOfAccount; readonly onDone: () => void };

function NameAdmin({ organization, onDone }: NameAdminProps) {
  const [faults, setFaults] = useState<{ email?: string | undefined; reason?: string | undefined }>({});
  const add = useSupportAct(addOrganizationAdminMutation(organization.id), onDone);
  return (
    <form
      noValidate
      aria-label="Name an organization admin"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const email = textIn(event.currentTarget, "email");
        const { reason, fault } = readReason(event.currentTarget);
        setFaults({ email: email === "" ? "Enter an email address." : undefined, reason: fault });
        if (email !== "" && !fault) add.mutate({ email, reason });
      }}
    >
      <TextField
        label="Email"
        name="email"
        type="email"
        autoComplete="off"
        maxLength={320}
        hint="Of an active member of one of its accounts."
        error={faults.email}
      />
      <TextField label="Reason" name="reason" maxLength={500} required error={faults.reason} />
      {add.error ? <LoadFailure error={add.error} title="Nobody was named" /> : null}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isBusy={add.isPending}>
          Name admin
        </Button>
        <Button onClick={onDone} disabled={add.isPending}>
          Leave as it is
        </Button>
      </div>
    </form>
  );
}
