"use client";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";

type OtherPersonDialogProps = {
  /** Who is signed in, in the server's words. */
  readonly said: string | null;
  readonly onClose: () => void;
};

/** Offers to go on as the person who is signed in now, or to stay with what was typed. */
export function OtherPersonDialog({ said, onClose }: OtherPersonDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Somebody else is signed in now"
      footer={
        <>
          <Button onClick={onClose}>Stay on this page</Button>
          <Button variant="primary" onClick={() => globalThis.location.reload()}>
            Go on as the person signed in
          </Button>
        </>
      }
    >
      <p>{said}</p>
      <p className="mt-2">
        What you typed stays on this page. It can be sent once the person before is signed in again, in
        another tab; going on as the person signed in loads the page anew.
      </p>
    </Dialog>
  );
}
