import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { keyListPage, signInPage } from "@/lib/addresses/pages";

import type { Submission } from "./use-key-submission";

type SubmissionCalloutProps = {
  readonly id: string;
  readonly accountId: string;
  readonly submission: Submission;
  /** A fault of no field of the form. */
  readonly fault: string | undefined;
  /** The words on the form's button. */
  readonly action: string;
};

/** Why the key was not made, or that nobody knows; above the button, and announced. */
export function SubmissionCallout({ id, accountId, submission, fault, action }: SubmissionCalloutProps) {
  return (
    <div id={id} role="alert" tabIndex={-1} className="empty:hidden">
      {submission.phase === "unanswered" ? (
        <Callout tone="danger" title="No clear answer came back">
          <span>{`The key may have been created. Press “${action}” again: the same form never makes a second key. Before you change anything, look at`}</span>{" "}
          <a href={keyListPage(accountId)} target="_blank" rel="noreferrer" className="underline">
            the list
          </a>
          <span>.</span>
          <RequestId id={submission.error.requestId} />
        </Callout>
      ) : null}
      {submission.phase === "unready" ? (
        <Callout
          tone="danger"
          title="Nothing was sent"
        >{`What shows the secret could not be loaded, and it is shown only once. Press “${action}” again; if that does not help, reload the page and fill in the form once more.`}</Callout>
      ) : null}
      {submission.phase === "refused" && submission.error.status === 401 ? (
        <Callout tone="danger" title="Your session has ended">
          <a href={signInPage()} target="_blank" rel="noreferrer" className="underline">
            Sign in in another tab
          </a>
          <span>{`, then press “${action}” again. What you entered here stays.`}</span>
        </Callout>
      ) : null}
      {fault !== undefined && submission.phase === "refused" && submission.error.status !== 401 ? (
        <Callout tone="danger" title="The key was not created">
          <span>{fault}</span>
          <RequestId id={submission.error.requestId} />
        </Callout>
      ) : null}
    </div>
  );
}

function RequestId({ id }: { readonly id: string | null }) {
  if (id === null) return null;
  return (
    <p className="mt-2 text-sm">
      Request id{" "}
      <code translate="no" className="text-xs break-all">
        {id}
      </code>{" "}
      <CopyButton text={id} label="Copy request id" />
    </p>
  );
}
