const WATCHED_MILLISECONDS = 15_000;
const CONTROLS = "a[href], button:not(:disabled), input:not(:disabled), [tabindex='0']";
/** A row stands for what was acted on: beyond it, the page itself is a better place than some other thing's control. */
const ROWS = "tr, li, [role=row]";

/**
 * Gives the focus back after a dialog, and keeps it from falling to the body: what opened the dialog may be gone, or go
 * once the page shows what was done. It goes on at the row, else at the page's content.
 */
export function giveFocusBack(opener: HTMLElement): void {
  const row = opener.closest<HTMLElement>(ROWS);
  if (opener.isConnected && opener !== document.body) opener.focus();
  else focusNear(row);
  const watching = new AbortController();
  const observer = new MutationObserver(() => {
    if (document.activeElement === document.body || document.activeElement === null) focusNear(row);
  });
  const stop = () => {
    observer.disconnect();
    watching.abort();
  };
  observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  // From then on the person says where the focus is.
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, stop, watching);
  setTimeout(stop, WATCHED_MILLISECONDS);
}

function focusNear(row: HTMLElement | null): void {
  const control = row?.isConnected ? row.querySelector<HTMLElement>(CONTROLS) : null;
  (control ?? document.getElementById("main"))?.focus({ preventScroll: true });
}
