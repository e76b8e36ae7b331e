import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Checkbox } from "@/components/ui/fields/choice";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextField } from "@/components/ui/fields/field";
import type { OrganizationOfAccount } from "@/lib/contracts/accounts/account-lifecycle";
import { removeOrganizationAdminMutation } from "@/lib/queries/accounts/account-lifecycle";

import { LoadFailure } from "./load-failure";
import { readReason } from "./account/use-account-change";
import { useSupportAct } from "./use-support-act";

type RemoveAdminDialogProps = {
  readonly organization: OrganizationOfAccount;
  readonly admin: OrganizationOfAccount["admins"][number];
  readonly onClose: () => void;
};

/** Takes an admin out of an organization; the last one only where that is said. */
export function RemoveAdminDialog({ organization, admin, onClose }: RemoveAdminDialogProps) {
  const formId = useId();
  const [fault, setFault] = useState<string>();
  const [leavesNone, setLeavesNone] = useState(false);
  const removal = useSupportAct(removeOrganizationAdminMutation(organization.id, admin.id), onClose);
  const isLast = !organization.admins.some(({ id, isActive }) => id !== admin.id && isActive);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${admin.name} as organization admin`}
      isDismissible={!removal.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={removal.isPending}>
            Keep admin
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="danger"
            isBusy={removal.isPending}
            disabled={isLast && !leavesNone}
          >
            Remove admin
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const { reason, fault: found } = readReason(event.currentTarget);
          setFault(found);
          if (!found) removal.mutate({ reason, ...(isLast ? { leavesNone } : {}) });
        }}
      >
        <p>{`${admin.name} has no part in ${organization.name} from now on, and stays a member of accounts as before.`}</p>
        {isLast ? (
          <Checkbox
            label={`Leave ${organization.name} without an admin`}
            hint="Nobody can stand in for its accounts, or prove its domains, until another one is named."
            checked={leavesNone}
            onChange={(event) => setLeavesNone(event.currentTarget.checked)}
          />
        ) : null}
        <TextField label="Reason" name="reason" maxLength={500} required error={fault} />
        {removal.error ? <LoadFailure error={removal.error} title="Nobody was removed" /> : null}
      </form>
    </Dialog>
  );
}
