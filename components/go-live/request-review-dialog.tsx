import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox, RadioGroup } from "@/components/ui/fields/choice";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextArea, TextField } from "@/components/ui/fields/field";
import { CLASSIFICATIONS, type Classification } from "@/lib/domain/go-live/review";
import { requestReviewMutation } from "@/lib/queries/cases/go-live";

import { CLASSIFICATION_WORDS } from "./classification-words";
import { faultAt, StepFailure } from "./step-failure";
import { useGoLiveAct, type GoLiveDialogProps } from "./use-go-live-act";

type Faults = { readonly description?: string; readonly contact?: string; readonly terms?: string };

type RequestReviewDialogProps = GoLiveDialogProps & {
  /** What the review would not pass by, as it is now: while there is any, it can't be sent. */
  readonly missing: readonly string[];
};

/** Asks for the review: whom the integration is for, what it does, whom support can ask, and the terms. */
export function RequestReviewDialog(props: RequestReviewDialogProps) {
  const { accountId, keyId, missing, onClose } = props;
  const isReady = missing.length === 0;
  const reasonId = useId();
  const formId = useId();
  const ask = useGoLiveAct(props, requestReviewMutation(accountId, keyId));
  const [classification, setClassification] = useState<Classification>("private_custom");
  const [faults, setFaults] = useState<Faults>({});

  const submit = (element: HTMLFormElement) => {
    const form = new FormData(element);
    const description = textOf(form, "description");
    const contact = textOf(form, "contact");
    const found: Faults = {
      ...(description === "" ? { description: "Say in a sentence what it does." } : {}),
      ...(contact === "" ? { contact: "Say whom support can ask." } : {}),
      ...(form.get("terms") === null ? { terms: "The terms have to be accepted." } : {}),
    };
    setFaults(found);
    const [first] = Object.keys(found);
    if (first === undefined) ask.mutate({ classification, description, contact, acceptsTerms: true });
    else element.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Request review"
      description={
        isReady
          ? "Calls and set-up are as they have to be. What support should know comes from you."
          : "A review looks at calls and set-up, and passes a key that has all of them."
      }
      isDismissible={!ask.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={ask.isPending}>
            Not yet
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isBusy={ask.isPending}
            disabled={!isReady}
            aria-describedby={isReady ? undefined : reasonId}
          >
            Send request
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
          if (isReady) submit(event.currentTarget);
        }}
      >
        {isReady ? null : (
          <Callout tone="caution" title="It would not pass now">
            <ul id={reasonId} className="flex list-disc flex-col gap-1 pl-5">
              {missing.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
            <p className="mt-1">
              It can be sent as soon as nothing is missing; this dialog notices by itself.
            </p>
          </Callout>
        )}
        <RadioGroup
          legend="Classification"
          name="classification"
          value={classification}
          onChange={(value) =>
            setClassification(CLASSIFICATIONS.find((known) => known === value) ?? classification)
          }
          options={CLASSIFICATIONS.map((value) => ({ value, ...CLASSIFICATION_WORDS[value] }))}
        />
        <TextArea
          label="Description"
          name="description"
          maxLength={2_000}
          required
          error={faults.description ?? faultAt(ask.error, "/description")}
          hint="What the integration does, and for whom."
        />
        <TextField
          label="Contact"
          name="contact"
          maxLength={200}
          required
          error={faults.contact ?? faultAt(ask.error, "/contact")}
          hint="An address or a number that support can ask."
        />
        <div>
          <Checkbox
            name="terms"
            label="I accept the terms of Go Live"
            aria-invalid={faults.terms ? true : undefined}
            hint="The integration acts only for people who agreed to it, keeps its secrets to itself, and keeps to the limits that were tested here."
          />
          {faults.terms ? (
            <p role="alert" className="mt-1 text-sm text-danger">
              {faults.terms}
            </p>
          ) : null}
        </div>
        <StepFailure error={ask.error} />
      </form>
    </Dialog>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
