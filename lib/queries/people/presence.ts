/** Whether somebody is at the page: what it asks for by itself is no use of the session. */

const AWAY_MS = 60_000;
/** What people do at a page, whatever they hold in their hands. */
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** On the page's own clock, which begins when it is loaded: loading it is a sign too. */
let lastSignAt = 0;

/** Begins to look for signs of somebody. Called once for every page load, in the browser. */
export function watchPresence(page: EventTarget): void {
  for (const sign of SIGNS) {
    page.addEventListener(sign, () => (lastSignAt = performance.now()), { capture: true, passive: true });
  }
}

/** True if nobody has touched the page for a minute. */
export function isAway(): boolean {
  return performance.now() - lastSignAt > AWAY_MS;
}
