import type { Environment } from "@/lib/domain/people/profiles";

import { DeactivateDialog } from "./deactivate-dialog";
import type { MemberDialogProps } from "./dialog-props";
import type { MemberAct } from "./members-table";
import { ProfileDialog } from "./profile-dialog";
import { ReactivateDialog } from "./reactivate-dialog";
import { SharedDialog } from "./shared-dialog";

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
