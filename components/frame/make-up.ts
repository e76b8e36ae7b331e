import { tellField } from "./early-fields";

const TRY_AGAIN_MS = 20;
const TRIES = 500;

/**
 * Does again what was done before React could answer: first what was typed, then what was clicked. React answers from
 * the root of a page on, part by part; what it can't deliver to a part that it has not come to, it stops on its way
 * down, and that is made up for too.
 * @returns how to end it
 */
export function makeUpForEarlyActs(): () => void {
  const acts = new Map<Element, () => void>();
  let isAtWork = false;

  const work = async () => {
    if (isAtWork) return;
    isAtWork = true;
    for (const element of acts.keys()) {
      const isThere = await canAnswer(element);
      const act = acts.get(element);
      acts.delete(element);
      if (isThere) act?.();
    }
    isAtWork = false;
  };
  const keepField = (field: Element) => {
    const tell = tellField(field);
    if (tell) acts.set(field, tell);
  };
  const onInput = (event: Event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    if (!event.cancelBubble) acts.delete(target);
    else keepField(target);
    void work();
  };
  const onClick = (event: Event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button || !event.cancelBubble) return;
    event.preventDefault();
    acts.set(button, () => button.click());
    void work();
  };

  for (const field of document.querySelectorAll("input, textarea, select")) keepField(field);
  for (const [element, act] of globalThis.takeEarlyActs?.() ?? []) acts.set(element, act);
  // After React's own listeners, which are on the document too.
  document.addEventListener("input", onInput, true);
  document.addEventListener("click", onClick, true);
  document.documentElement.dataset["awake"] = "";
  // In a task of its own: within an effect, React would not draw after each.
  setTimeout(() => void work());
  return () => {
    document.removeEventListener("input", onInput, true);
    document.removeEventListener("click", onClick, true);
  };
}

/** Waits until React has come to this part of the page; not for parts that are gone, nor for ever. */
async function canAnswer(element: Element): Promise<boolean> {
  for (let tries = 0; tries < TRIES && element.isConnected; tries += 1) {
    if (isReached(element)) return true;
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
  return false;
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
