import { keyFormRequest, type KeyFormRequest } from "../key-form";
import type { KeyFieldFacts } from "../key-fields";
import type { KeyForm } from "../use-key-form";
import type { Submission } from "./use-key-submission";

/** What finds faults is loaded once the form is touched: see use-outcome-views.ts. */
const loadFaults = () => import("./key-form-faults");

/**
 * Checks the form and sends it. Whatever stands in the way is shown and gets the focus: the first field with a fault,
 * or the callout above the button. Where what finds faults can't be loaded, the server finds them.
 * @param submit null where an earlier one is still under way
 */
export async function sendKeyForm(
  form: KeyForm,
  facts: KeyFieldFacts,
  submit: (request: KeyFormRequest) => Promise<Submission | null>,
): Promise<void> {
  const checks = await loadFaults().catch(() => null);
  const faults = checks?.keyFormFaults(form.values, {
    now: new Date(facts.now),
    maximumLifetimeDays: facts.policy.maximumLifetimeDays,
  });
  if (faults && Object.keys(faults).length > 0) return form.showFaults(faults);
  const request = keyFormRequest(form.values);
  const outcome = await submit(request);
  if (outcome?.phase === "unanswered" || outcome?.phase === "unready") form.focus("form");
  if (outcome?.phase !== "refused") return;
  const { errors, message } = outcome.error;
  form.showFaults(checks?.refusedFields(errors, message, request) ?? { form: message });
}
