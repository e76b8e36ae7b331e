import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { removalPreviewQuery, removeCredentialMutation } from "@/lib/queries/keys/app-credentials";
import { RequestError } from "@/lib/queries/request";

import { UseCallers } from "../credential-use-line";
import type { CredentialDialogProps } from "./dialog-props";
import { hideCredential } from "./known-lists";
import { RemovalDialog, useAppRefresh } from "./removal-dialog";
import { CREDENTIAL_WORDS, removalWords, type RemovalKind } from "./removal-words";

type RemoveCredentialDialogProps = CredentialDialogProps & {
  readonly kind: RemovalKind;
  readonly id: string;
};

/** Removes a client secret or a key pair, with what stops first. */
export function RemoveCredentialDialog(props: RemoveCredentialDialogProps) {
  const { app, accountId, now, kind, id, onClose } = props;
  const cache = useQueryClient();
  const preview = useQuery(removalPreviewQuery(accountId, app.id, kind, id));
  const refresh = useAppRefresh(accountId, app.id);
  const name = preview.data?.name ?? "it";
  const removal = useMutation({
    ...removeCredentialMutation(accountId, app.id, kind, id),
    onSuccess: () => {
      hideCredential(cache, { accountId, keyId: app.id }, { kind, id });
      onClose(`“${name}” was removed.`);
    },
    onSettled: refresh,
  });
  const words = preview.data ? removalWords(preview.data, kind, now) : null;
  return (
    <RemovalDialog
      title={preview.data ? `Remove ${name}` : `Remove this ${CREDENTIAL_WORDS[kind]}`}
      keep="Keep it"
      remove={`Remove ${CREDENTIAL_WORDS[kind]}`}
      // What can't be shown must not keep a leaked secret alive.
      isReady={!preview.isPending}
      removal={removal}
      onClose={() => onClose()}
    >
      {words ? (
        <>
          <Callout tone={words.tone} title={words.title}>
            {words.sentences.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Callout>
          {preview.data ? <UseCallers use={preview.data.use} now={now} /> : null}
          <p>It can't be brought back.</p>
        </>
      ) : preview.error ? (
        <ErrorState
          title="What stops can't be shown right now"
          detail={preview.error.message}
          requestId={preview.error instanceof RequestError ? preview.error.requestId : null}
          onRetry={() => void preview.refetch()}
        />
      ) : (
        <div aria-busy="true">
          <span className="sr-only">Looking at what stops</span>
          <Skeleton className="h-24" />
        </div>
      )}
    </RemovalDialog>
  );
}
