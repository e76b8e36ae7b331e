import type { Member } from "@/lib/contracts/members";
import type { Environment } from "@/lib/domain/profiles";

import { DeactivateDialog } from "./deactivate-dialog";
import type { MemberAct } from "./members-table";
import { ProfileDialog } from "./profile-dialog";
import { ReactivateDialog } from "./reactivate-dialog";
import { SharedDialog } from "./shared-dialog";

/** What every dialog about a member needs. */
export type MemberDialogProps = {
  readonly accountId: string;
  readonly member: Member;
  /** True where people change their own membership. */
  readonly isYou: boolean;
  /** @param done what was done, in a sentence; nothing if the dialog was left */
  readonly onClose: (done?: string) => void;
};

/** The dialog of an act. */
export function MemberDialog({
  act,
  environment,
  ...rest
}: MemberDialogProps & { readonly act: MemberAct; readonly environment: Environment }) {
  switch (act) {
    case "profile":
      return <ProfileDialog {...rest} environment={environment} />;
    case "shared":
      return <SharedDialog {...rest} />;
    case "deactivate":
      return <DeactivateDialog {...rest} />;
    case "reactivate":
      return <ReactivateDialog {...rest} />;
  }
}
