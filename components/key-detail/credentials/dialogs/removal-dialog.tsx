import { useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { ErrorState } from "@/components/ui/states";
import { keyQueryKeys } from "@/lib/queries/keys/integration-keys";
import { failureOf } from "@/lib/queries/failure";

type RemovalDialogProps = {
  readonly title: string;
  /** What stops. */
  readonly children: ReactNode;
  readonly keep: string;
  readonly remove: string;
  readonly isReady: boolean;
  readonly removal: Pick<UseMutationResult<unknown, Error, void>, "isPending" | "error" | "mutate">;
  readonly onClose: () => void;
};

/** Says what stops before something of an app is removed, and removes it. */
export function RemovalDialog(props: RemovalDialogProps) {
  const { title, children, keep, remove, isReady, removal, onClose } = props;
  const { isPending, error } = removal;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      isDismissible={!isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={isPending}>
            {keep}
          </Button>
          <Button variant="danger" isBusy={isPending} disabled={!isReady} onClick={() => removal.mutate()}>
            {remove}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-4">{children}</div>
        {error ? <ErrorState {...failureOf(error, "Nothing was removed")} /> : null}
      </div>
    </Dialog>
  );
}

/** Asks for everything about the app anew: also after a refusal, since what the page shows was not true any more. */
export function useAppRefresh(accountId: string, keyId: string): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keyQueryKeys.key(accountId, keyId) });
}
