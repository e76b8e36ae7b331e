import type { ElementLocator } from "./element-locator";

/** An event on an element before React was there, and where that stood. */
export type CapturedEvent = {
  readonly locator: ElementLocator;
  /** Null for what was typed, which is in the field. */
  readonly replay: ((element: HTMLElement) => void) | null;
};

declare global {
  /** Set by `captureEvents`. @returns the events by their elements; from then on none is captured */
  var takeCapturedEvents: (() => ReadonlyMap<Element, CapturedEvent>) | undefined;
}

/**
 * Captures clicks on buttons until React is there: a page is drawn by the server and can be clicked before its scripts
 * have come. Without this, such a click does nothing, and a form is sent by the browser itself.
 *
 * Captures clicks on buttons and the sending of forms. Links go where they lead; what is typed and ticked stays in its
 * field (field-replay.ts), and is noted, since React may put another field in its place.
 *
 * It runs from the head of the page as text, so it uses nothing from outside itself but what it is given.
 */
export function captureEvents(locatorOf: (element: Element) => ElementLocator): void {
  const events = new Map<Element, CapturedEvent>();
  // React may listen already and not have taken over yet: what is captured must not reach it a first time.
  const capture = (event: Event, element: HTMLElement, replay: (element: HTMLElement) => void) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    events.set(element, { locator: locatorOf(element), replay });
  };
  const onClick = (event: Event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) capture(event, button, (element) => element.click());
  };
  const onSubmit = (event: Event) => {
    const { target: form } = event;
    if (form instanceof HTMLFormElement)
      capture(event, form, (element) =>
        element instanceof HTMLFormElement ? element.requestSubmit() : undefined,
      );
  };
  const onInput = ({ target }: Event) => {
    if (target instanceof Element) events.set(target, { locator: locatorOf(target), replay: null });
  };
  globalThis.addEventListener("click", onClick, true);
  globalThis.addEventListener("submit", onSubmit, true);
  globalThis.addEventListener("input", onInput, true);
  globalThis.takeCapturedEvents = () => {
    globalThis.removeEventListener("click", onClick, true);
    globalThis.removeEventListener("submit", onSubmit, true);
    globalThis.removeEventListener("input", onInput, true);
    return events;
  };
}
