import type { SyntheticEvent } from "react";

/** Closes the native popover around a link that was followed: the page changes, the frame stays. */
export function hidePopover(event: SyntheticEvent<HTMLElement>): void {
  event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
}
