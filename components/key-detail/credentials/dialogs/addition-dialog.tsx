import { useId, type ReactNode } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import type { RequestError } from "@/lib/queries/request";

import { AdditionFailure } from "./addition-failure";
import { textOf } from "./name-field";
import { useFaultFocus } from "./use-fault-focus";

type AdditionDialogProps = {
  readonly title: string;
  readonly description: string;
  /** The words on the button that sends it. */
  readonly action: string;
  readonly isBusy: boolean;
  /** What is wrong with a field, seen here. */
  readonly fault: string | undefined;
  readonly failure: RequestError | null;
  /** What is to be done where nobody knows whether it was added. */
  readonly ifUnsure: string;
  /** The field that `onSubmit` gets the text of. */
  readonly field: string;
  readonly onSubmit: (text: string) => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A form in a dialog that adds one thing to an app; the first field with a fault gets the focus. */
export function AdditionDialog(props: AdditionDialogProps) {
  const { title, description, action, isBusy, fault, failure, ifUnsure, field, onSubmit, onClose } = props;
  const formId = useId();
  useFaultFocus(formId, fault ?? failure);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      isDismissible={!isBusy}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit(textOf(new FormData(event.currentTarget), field));
        }}
      >
        {props.children}
        <AdditionFailure failure={failure} ifUnsure={ifUnsure} />
      </form>
    </Dialog>
  );
}
