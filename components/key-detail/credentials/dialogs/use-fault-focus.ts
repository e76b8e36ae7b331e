import { useEffect } from "react";

/**
 * Takes the person to the first field that something is wrong with, whenever that is found.
 * @param found what was found: a text, or the server's refusal; falsy for nothing
 */
export function useFaultFocus(formId: string, found: unknown): void {
  // The system here is the focus: by then the field is drawn as faulty, and is announced so.
  useEffect(() => {
    if (found) document.getElementById(formId)?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [formId, found]);
}
