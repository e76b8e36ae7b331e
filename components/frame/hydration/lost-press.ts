import { locatorOf, type ElementLocator } from "./element-locator";

type Press = {
  readonly button: HTMLElement;
  readonly locator: ElementLocator;
  readonly x: number;
  readonly y: number;
};

/** A mouse that went further meanwhile meant something else. */
const STILL_PX = 8;

/**
 * Notices a press on a part of the page that React has not come to, which makes it go there at once. Where it draws
 * the part anew, the button is gone before it is released, the new one may stand elsewhere, and the browser makes no
 * click of it.
 * @param replay what to do with such a press, once it was released
 * @returns how to end it
 */
export function onLostPress(replay: (press: Press) => void): () => void {
  const listening = new AbortController();
  // Before React's own listeners, which are on the document: what they put away must be seen first.
  const options = { capture: true, signal: listening.signal };
  let press: Press | null = null;
  let released: Press | null = null;
  // Each press by itself: the next one may begin before the timer of this one.
  const clicked = new WeakSet<Press>();

  const begin = (event: MouseEvent) => {
    released = null;
    const button = buttonOf(event);
    press = button && { button, locator: locatorOf(button), x: event.clientX, y: event.clientY };
  };
  // A mouse is heard as it goes down. A finger's press is told when it is over, with its click.
  globalThis.addEventListener(
    "pointerdown",
    (event) => (event.pointerType === "mouse" ? begin(event) : undefined),
    options,
  );
  globalThis.addEventListener("mousedown", (event) => (press === null ? begin(event) : undefined), options);
  globalThis.addEventListener(
    "click",
    (event) => {
      if (released !== null && buttonOf(event) !== null) clicked.add(released);
    },
    options,
  );
  globalThis.addEventListener(
    "mouseup",
    ({ clientX, clientY }) => {
      const held = press;
      press = null;
      if (held === null || Math.hypot(clientX - held.x, clientY - held.y) > STILL_PX) return;
      released = held;
      // The click comes at once, if it comes.
      setTimeout(() => {
        if (!held.button.isConnected && !clicked.has(held)) replay(held);
      });
    },
    options,
  );
  return () => listening.abort();
}

function buttonOf({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest("button") : null;
}
