import { locate, locatorOf, type ElementLocator } from "./element-locator";
import type { CapturedEvent } from "./event-capture";
import { replayOf } from "./field-replay";
import { onLostPress } from "./lost-press";

const TRY_AGAIN_MS = 20;
const TRIES = 500;
/** For how long what is gone may come again: React draws a part anew at once, or after its skeleton. */
const TRIES_WITHOUT = 100;

type Pending = { readonly locator: ElementLocator; readonly replay: (element: HTMLElement) => void };

/**
 * Replays the events that came before hydration: first what was typed, then what was clicked. React hydrates a page
 * from its root on, part by part; an event for a part that is not hydrated yet it stops on its way down, and that one is
 * replayed too. Where a translator has been there before React, it draws the part anew: then the event goes to what
 * stands in the same place.
 * @returns how to end it
 */
export function replayEvents(): () => void {
  const pending = new Map<Element, Pending>();
  let isAtWork = false;

  const work = async () => {
    if (isAtWork) return;
    isAtWork = true;
    for (const [element, { locator }] of pending) {
      const there = await untilHydrated(element, locator);
      const event = pending.get(element);
      pending.delete(element);
      if (there) event?.replay(there);
    }
    isAtWork = false;
  };
  const keepField = (field: Element, locator = locatorOf(field)) => {
    const replay = replayOf(field);
    if (replay) pending.set(field, { locator, replay });
  };
  // React draws a part anew on the way of the first event for it: then the field that held it stands nowhere any more.
  let told: { readonly field: Element; readonly locator: ElementLocator } | null = null;
  const beforeInput = ({ target }: Event) => {
    told = target instanceof Element ? { field: target, locator: locatorOf(target) } : null;
  };
  const onInput = (event: Event) => {
    if (told === null || told.field !== event.target) return;
    const { field, locator } = told;
    if (event.cancelBubble || !field.isConnected) keepField(field, locator);
    else pending.delete(field);
    void work();
  };
  const again = ({ button, locator }: { readonly button: Element; readonly locator: ElementLocator }) => {
    pending.set(button, { locator, replay: (element) => element.click() });
    void work();
  };
  const onClick = (event: Event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button || !event.cancelBubble) return;
    event.preventDefault();
    again({ button, locator: locatorOf(button) });
  };

  const captured = globalThis.takeCapturedEvents?.() ?? new Map<Element, CapturedEvent>();
  for (const [field, { locator }] of captured) keepField(field, locator);
  for (const field of document.querySelectorAll("input, textarea, select")) keepField(field);
  for (const [element, { locator, replay }] of captured)
    if (replay) pending.set(element, { locator, replay });
  globalThis.addEventListener("input", beforeInput, true);
  // After React's own listeners, which are on the document too.
  document.addEventListener("input", onInput, true);
  document.addEventListener("click", onClick, true);
  const stop = onLostPress(again);
  document.documentElement.dataset["hydrated"] = "";
  // In a task of its own: within an effect, React would not draw after each.
  setTimeout(() => void work());
  return () => {
    globalThis.removeEventListener("input", beforeInput, true);
    document.removeEventListener("input", onInput, true);
    document.removeEventListener("click", onClick, true);
    stop();
  };
}

/** Waits until React has hydrated this part of the page; not for parts that are gone, nor for ever. */
async function untilHydrated(element: Element, locator: ElementLocator): Promise<HTMLElement | null> {
  let without = 0;
  for (let tries = 0; tries < TRIES && without < TRIES_WITHOUT; tries += 1) {
    const there = element instanceof HTMLElement && element.isConnected ? element : locate(locator);
    if (there && isReached(there)) return there;
    if (!there) without += 1;
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
  return null;
}

/** By an event of no consequence, which also makes React prepare that part of the page. */
function isReached(element: Element): boolean {
  let isHere = false;
  const onReach = () => {
    isHere = true;
  };
  element.addEventListener("auxclick", onReach, { capture: true, once: true });
  element.dispatchEvent(new Event("auxclick", { bubbles: true }));
  element.removeEventListener("auxclick", onReach, true);
  return isHere;
}
