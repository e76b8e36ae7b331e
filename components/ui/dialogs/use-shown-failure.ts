import { useEffect, type RefObject } from "react";

const FIELD = "input, select, textarea";

/**
 * Brings what went wrong in a dialog to whoever asked: an alert that comes is scrolled to and gets the focus, so that it is
 * read out and the next Tab goes on from there; where a field is at fault, that field. An alert that nobody asked for, while
 * something is typed, moves nothing.
 */
export function useShownFailure(content: RefObject<HTMLElement | null>): void {
  // The system here is the document: alerts come from whatever the dialog shows.
  useEffect(() => {
    const { current } = content;
    if (!current) return undefined;
    let wasSent = false;
    const onSubmit = () => (wasSent = true);
    const onInput = () => (wasSent = false);
    const observer = new MutationObserver((changes) => {
      const alert = changes
        .flatMap(({ addedNodes }) => [...addedNodes])
        .map(alertIn)
        .find((found) => found);
      if (alert && (wasSent || !isTyping(current))) show(alert, current);
    });
    observer.observe(current, { childList: true, subtree: true });
    current.addEventListener("submit", onSubmit, true);
    current.addEventListener("input", onInput, true);
    return () => {
      observer.disconnect();
      current.removeEventListener("submit", onSubmit, true);
      current.removeEventListener("input", onInput, true);
    };
  }, [content]);
}

function alertIn(node: Node): HTMLElement | null {
  if (!(node instanceof HTMLElement)) return null;
  return node.matches("[role=alert]") ? node : node.querySelector<HTMLElement>("[role=alert]");
}

function isTyping(content: HTMLElement): boolean {
  const { activeElement } = document;
  return activeElement !== null && content.contains(activeElement) && activeElement.matches(FIELD);
}

function show(alert: HTMLElement, content: HTMLElement): void {
  const atFault = content.querySelector<HTMLElement>("[aria-invalid=true]");
  const target = atFault ?? alert;
  if (target === alert && alert.tabIndex < 0) alert.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}
