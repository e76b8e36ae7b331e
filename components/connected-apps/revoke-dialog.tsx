import type { ReactNode } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import type { ConnectedApp } from "@/lib/contracts/people/connected-apps";

type RevokeDialogProps = {
  readonly app: ConnectedApp;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  /** Why it failed, where it did. */
  readonly children: ReactNode;
};

/** Says what ends, before it does. */
export function RevokeDialog({
  app: { app, account },
  isBusy,
  onClose,
  onConfirm,
  children,
}: RevokeDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Revoke ${app.name}`}
      isDismissible={!isBusy}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            Keep
          </Button>
          <Button variant="danger" isBusy={isBusy} onClick={onConfirm}>
            Revoke app
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>
          {`All its tokens for you in ${account.name} end at once, and its next request is refused. To act for you again it has to ask you again.`}
        </p>
        {children}
      </div>
    </Dialog>
  );
}
