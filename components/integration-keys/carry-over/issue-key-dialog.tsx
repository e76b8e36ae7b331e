import { useQuery } from "@tanstack/react-query";
import { useCallback, useId, useState } from "react";

import { ExpiryField } from "@/components/integration-keys/form/expiry/expiry-field";
import { expiryAfter, expiryFault } from "@/components/integration-keys/form/expiry/key-expiry";
import {
  useKeySubmission,
  type Submission,
} from "@/components/integration-keys/form/submission/use-key-submission";
import { LostSecret } from "@/components/integration-keys/reveal/lost-secret";
import { RevealDialog } from "@/components/integration-keys/reveal/reveal-dialog";
import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { ErrorState, Skeleton } from "@/components/ui/states";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import type { KeyPolicy } from "@/lib/contracts/keys/key-policy";
import { issueKey } from "@/lib/queries/keys/integration-keys";
import { keyPolicyQuery } from "@/lib/queries/accounts/key-policy";
import { RequestError } from "@/lib/queries/request";

type IssueKeyDialogProps = {
  readonly accountId: string;
  readonly subject: IntegrationKey;
  readonly now: string;
  readonly gateUrl: string;
  readonly onClose: () => void;
};

/** Issues the secret of a production copy: its end, and the one showing of it (R9). */
export function IssueKeyDialog(props: IssueKeyDialogProps) {
  const { accountId, onClose } = props;
  const { data, error, refetch } = useQuery(keyPolicyQuery(accountId));
  if (data) return <Issuing {...props} policy={data} />;
  return (
    <Dialog isOpen onClose={onClose} title="Issue the key">
      {error ? (
        <ErrorState
          detail={error.message}
          requestId={error instanceof RequestError ? error.requestId : null}
          onRetry={() => void refetch()}
        />
      ) : (
        <Skeleton className="h-24" />
      )}
    </Dialog>
  );
}

const atOnce = () => Promise.resolve();

function Issuing(props: IssueKeyDialogProps & { readonly policy: KeyPolicy }) {
  const { accountId, subject, now, gateUrl, onClose, policy } = props;
  const formId = useId();
  const send = useCallback(
    (body: { readonly expiresAt: string }, idempotencyKey: string) =>
      issueKey(accountId, subject.id, body, idempotencyKey),
    [accountId, subject.id],
  );
  // What shows the secret came with this dialog.
  const { submission, submit, forget } = useKeySubmission(accountId, send, atOnce);
  const [expiresAt, setExpiresAt] = useState(() =>
    expiryAfter(new Date(now), policy.defaultLifetimeDays).toISOString(),
  );
  const [fault, setFault] = useState<string | null>(null);
  const isSending = submission.phase === "sending";
  const finish = () => {
    forget();
    onClose();
  };
  if (submission.phase === "revealed") {
    return (
      <RevealDialog
        revealed={submission.key}
        secret={submission.secret}
        gateUrl={gateUrl}
        onDone={finish}
        onLeave={forget}
      />
    );
  }
  if (submission.phase === "lost") {
    return (
      <Dialog isOpen onClose={finish} title="Issue the key">
        <LostSecret accountId={accountId} lost={submission.key} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Issue the key"
      description={`The secret of “${subject.name}” is shown once. From then on the key acts as you.`}
      isDismissible={!isSending}
      footer={
        <>
          <Button onClick={onClose} disabled={isSending}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isSending}>
            Issue key
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
          const chosen = expiresAt === "" ? null : new Date(expiresAt);
          const found = expiryFault(chosen, new Date(now), policy.maximumLifetimeDays);
          setFault(found);
          if (found === null) void submit({ expiresAt });
        }}
      >
        <ExpiryField
          id={`${formId}-expires`}
          value={expiresAt}
          onChange={setExpiresAt}
          policy={policy}
          now={now}
          error={fault ?? expiryRefused(submission)}
        />
        <Failure submission={submission} />
      </form>
    </Dialog>
  );
}

function expiryRefused(submission: Submission): string | undefined {
  return submission.phase === "refused"
    ? submission.error.errors.find(({ pointer }) => pointer === "/expiresAt")?.detail
    : undefined;
}

/** Why the key was not issued, or that nobody knows. */
function Failure({ submission }: { readonly submission: Submission }) {
  if (submission.phase === "unanswered") {
    return (
      <div role="alert">
        <Callout tone="danger" title="No clear answer came back">
          <p>The key may have been issued. Press “Issue key” again: it is never issued twice.</p>
        </Callout>
      </div>
    );
  }
  if (submission.phase !== "refused" || submission.error.errors.length > 0) return null;
  const { message, requestId } = submission.error;
  return <ErrorState title="The key was not issued" detail={message} requestId={requestId} />;
}
