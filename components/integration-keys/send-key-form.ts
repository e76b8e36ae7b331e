import { keyFormFaults, keyFormRequest, refusedFields, type KeyFormRequest } from "@/lib/view/key-form";

import type { KeyFieldFacts } from "./key-fields";
import type { KeyForm } from "./use-key-form";
import type { Submission } from "./use-key-submission";

/**
 * Checks the form and sends it. Whatever stands in the way is shown and gets the focus: the first field with a fault,
 * or the notice above the button.
 * @param submit null where an earlier one is still under way
 */
export async function sendKeyForm(
  form: KeyForm,
  facts: KeyFieldFacts,
  submit: (request: KeyFormRequest) => Promise<Submission | null>,
): Promise<void> {
  const faults = keyFormFaults(form.values, {
    now: new Date(facts.now),
    maximumLifetimeDays: facts.policy.maximumLifetimeDays,
  });
  if (Object.keys(faults).length > 0) return form.showFaults(faults);
  const request = keyFormRequest(form.values);
  const outcome = await submit(request);
  if (outcome?.phase === "unanswered" || outcome?.phase === "unready") form.focus("form");
  if (outcome?.phase !== "refused") return;
  form.showFaults(refusedFields(outcome.error.errors, outcome.error.message, request));
}
