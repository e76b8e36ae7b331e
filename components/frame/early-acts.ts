declare global {
  /** Set by `holdEarlyActs`. @returns how to do again what was held, by what it was done to; from then on nothing is */
  var takeEarlyActs: (() => ReadonlyMap<HTMLElement, () => void>) | undefined;
}

/**
 * A page is drawn by the server and can be clicked before its scripts have come. Without this, such a click does
 * nothing, and a form is sent by the browser itself.
 *
 * Holds clicks on buttons and the sending of forms. Links go where they lead; what is typed and ticked stays in its
 * field (early-fields.ts).
 *
 * It runs from the head of the page as text, so it uses nothing from outside itself.
 */
export function holdEarlyActs(): void {
  const acts = new Map<HTMLElement, () => void>();
  // React may listen already and not have taken over yet: what is held must not reach it a first time.
  const hold = (event: Event, element: HTMLElement, doAgain: () => void) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    acts.set(element, doAgain);
  };
  const onClick = (event: Event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) hold(event, button, () => button.click());
  };
  const onSubmit = (event: Event) => {
    const { target: form } = event;
    if (form instanceof HTMLFormElement) hold(event, form, () => form.requestSubmit());
  };
  globalThis.addEventListener("click", onClick, true);
  globalThis.addEventListener("submit", onSubmit, true);
  globalThis.takeEarlyActs = () => {
    globalThis.removeEventListener("click", onClick, true);
    globalThis.removeEventListener("submit", onSubmit, true);
    return acts;
  };
}
