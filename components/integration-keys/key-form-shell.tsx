"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import type { CreatedKey } from "@/lib/contracts/integration-keys";
import type { KeyFormField, KeyFormRequest } from "@/lib/view/key-form";
import { keyPage } from "@/lib/view/routes";

import type { KeyFieldFacts } from "./key-fields";
import { KeyFormSummary } from "./key-form-summary";
import { LostSecret } from "./lost-secret";
import { sendKeyForm } from "./send-key-form";
import { SubmissionNotice } from "./submission-notice";
import type { KeyForm } from "./use-key-form";
import { useKeySubmission } from "./use-key-submission";
import { useRevealDialog } from "./use-reveal-dialog";

type KeyFormShellProps<R> = {
  readonly accountId: string;
  readonly form: KeyForm;
  readonly facts: KeyFieldFacts;
  /** As whom the key acts (R6). */
  readonly actsAs: string;
  readonly now: string;
  readonly gateUrl: string;
  /** The words on the button. */
  readonly action: string;
  /** The field that is refused only together with the whole form. */
  readonly wholeFormField: KeyFormField;
  /** The fields that all forms have, completed to what is sent. */
  readonly complete: (request: KeyFormRequest) => R;
  readonly send: (request: R, idempotencyKey: string) => Promise<CreatedKey>;
  /** False where the form is of one replacement, which is done. */
  readonly isRepeatable: boolean;
  /** The fields. */
  readonly children: ReactNode;
  /** What stands above the button in the summary. */
  readonly consequences?: ReactNode;
};

/** What the forms of a new key share: fields beside a summary, the one sending, and the one showing of the secret. */
export function KeyFormShell<R>(props: KeyFormShellProps<R>) {
  const { accountId, form, facts, actsAs, now, gateUrl, action, wholeFormField, isRepeatable } = props;
  const router = useRouter();
  const reveal = useRevealDialog();
  const { submission, submit, forget } = useKeySubmission(accountId, props.send, reveal.load);

  if (submission.phase === "lost") {
    return (
      <LostSecret
        accountId={accountId}
        lost={submission.key}
        {...(isRepeatable ? { onAgain: forget } : {})}
      />
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void sendKeyForm(form, facts, (request) => submit(props.complete(request)));
      }}
      className="grid items-start gap-8 xl:grid-cols-[minmax(0,40rem)_minmax(16rem,22rem)]"
    >
      <div className="flex min-w-0 flex-col gap-6">{props.children}</div>
      <KeyFormSummary values={form.values} actsAs={actsAs} now={now}>
        {props.consequences}
        <SubmissionNotice
          id={form.fieldId("form")}
          accountId={accountId}
          submission={submission}
          fault={form.faults.form ?? form.faults[wholeFormField]}
          action={action}
        />
        <Button type="submit" variant="primary" isBusy={submission.phase === "sending"}>
          {action}
        </Button>
      </KeyFormSummary>
      {submission.phase === "revealed" && reveal.Dialog ? (
        <reveal.Dialog
          revealed={submission.key}
          secret={submission.secret}
          gateUrl={gateUrl}
          onLeave={forget}
          onDone={() => {
            forget();
            router.replace(keyPage(accountId, submission.key.id));
          }}
        />
      ) : null}
    </form>
  );
}
