"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { keyQuery, keyQueryKeys, revokeKeyMutation } from "@/lib/queries/keys/integration-keys";
import { METHOD_NOUNS } from "@/lib/domain/keys/availability";
import { DAY_MS } from "@/lib/domain/time/durations";
import { callersQuery } from "@/lib/queries/keys/key-usage";
import { RequestError } from "@/lib/queries/request";

import { AlreadyRevoked } from "./already-revoked";
import { RevokeForm, revokeFaults, type RevokeEntry, type RevokeFaults } from "./revoke-form";

type RevokeDialogProps = {
  readonly keyToRevoke: IntegrationKey;
  readonly accountId: string;
  /** The server's clock, ISO 8601. */
  readonly now: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Told of the key as it is now, before the pages that show it are asked for again. */
  readonly onRevoked?: (key: IntegrationKey) => void;
};

/** Says what revoking a key ends, asks why, and ends it (R8). Nothing is shown as revoked before the server says so. */
export function RevokeDialog({ isOpen, ...rest }: RevokeDialogProps) {
  return isOpen ? <OpenRevokeDialog {...rest} /> : null;
}

function OpenRevokeDialog(props: Omit<RevokeDialogProps, "isOpen">) {
  const { keyToRevoke, accountId, now, onClose, onRevoked } = props;
  const formId = useId();
  const cache = useQueryClient();
  const [faults, setFaults] = useState<RevokeFaults>({});
  const [ended, setEnded] = useState<IntegrationKey | null>(null);
  const callers = useQuery({ ...callersQuery(accountId, keyToRevoke.id), staleTime: 0 });
  const revoke = useMutation(revokeKeyMutation(accountId, keyToRevoke.id));
  const isRecentlyUsed = callers.data?.isUsed === true || isUsedToday(keyToRevoke, now);

  const submit = async (entry: RevokeEntry) => {
    const found = revokeFaults(entry, keyToRevoke.name);
    setFaults(found);
    if (found.reason ?? found.confirmation) return;
    try {
      const answer = await revoke.mutateAsync({ reason: entry.reason });
      cache.setQueryData(keyQuery(accountId, keyToRevoke.id).queryKey, answer);
      onRevoked?.(answer.key);
      onClose();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.code === "key_already_revoked") {
        const current = await cache.query({ ...keyQuery(accountId, keyToRevoke.id), staleTime: 0 });
        setEnded(current.key);
        onRevoked?.(current.key);
      }
      if (error.code === "validation_failed") setFaults({ reason: error.message });
    }
    await cache.invalidateQueries({ queryKey: keyQueryKeys.account(accountId) });
  };

  const title = `Revoke ${keyToRevoke.name}`;
  if (ended) {
    return (
      <Dialog isOpen onClose={onClose} title={title} footer={<Button onClick={onClose}>Close</Button>}>
        <AlreadyRevoked ended={ended} now={now} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      isDismissible={!revoke.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={revoke.isPending}>
            {`Keep ${METHOD_NOUNS[keyToRevoke.method]}`}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="danger"
            isBusy={revoke.isPending}
            disabled={callers.isLoading}
          >
            Revoke key
          </Button>
        </>
      }
    >
      <RevokeForm
        id={formId}
        keyToRevoke={keyToRevoke}
        now={now}
        callers={callers}
        isConfirmationNeeded={isRecentlyUsed}
        faults={faults}
        failure={revoke.error}
        onSubmit={(entry) => void submit(entry)}
      />
    </Dialog>
  );
}

/** What the key itself says, also where the callers can't be loaded: a leaked key must be revocable all the same. */
function isUsedToday(key: IntegrationKey, now: string): boolean {
  return key.lastUsedAt !== null && Date.parse(now) - Date.parse(key.lastUsedAt) < DAY_MS;
}
