"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/buttons/button";
import { giveFocusBack } from "@/components/ui/dialogs/lasting-focus";
import { useGo } from "@/components/ui/links/use-go";
import type { CreatedKey } from "@/lib/contracts/keys/integration-keys";
import type { KeyFormField, KeyFormRequest } from "./key-form";
import { keyPage } from "@/lib/addresses/pages";

import type { KeyFieldFacts } from "./key-fields";
import { KeyFormSummary } from "./key-form-summary";
import { RevealBoundary } from "@/components/ui/reveal/reveal-boundary";
import { sendKeyForm } from "./submission/send-key-form";
import { SubmissionCallout } from "./submission/submission-callout";
import type { KeyForm } from "./use-key-form";
import { useKeySubmission } from "./submission/use-key-submission";
import { useOutcomeViews } from "@/components/integration-keys/reveal/use-outcome-views";

type KeyFormShellProps<R> = {
  readonly accountId: string;
  readonly form: KeyForm;
  readonly facts: KeyFieldFacts;
  /** The person as whom the key acts (R6). */
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
  const { go, isGoing } = useGo();
  const { views, load } = useOutcomeViews();
  const { submission, submit, forget } = useKeySubmission(accountId, props.send, load);

  if (submission.phase === "made" && views) {
    return <views.AppMade accountId={accountId} made={submission.key} />;
  }
  if (submission.phase === "lost" && views) {
    return (
      <views.LostSecret
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
        <SubmissionCallout
          id={form.fieldId("form")}
          accountId={accountId}
          submission={submission}
          fault={form.faults.form ?? form.faults[wholeFormField]}
          action={action}
        />
        <Button type="submit" variant="primary" isBusy={submission.phase === "sending" || isGoing}>
          {action}
        </Button>
      </KeyFormSummary>
      {submission.phase === "revealed" && views ? (
        <RevealBoundary>
          <views.RevealDialog
            revealed={submission.key}
            secret={submission.secret}
            gateUrl={gateUrl}
            onLeave={forget}
            onDone={() => {
              giveFocusBack(document.body);
              forget();
              go(keyPage(accountId, submission.key.id), { isReplacing: true });
            }}
          />
        </RevealBoundary>
      ) : null}
    </form>
  );
}
