import { signInPage } from "@/lib/addresses/pages";

/** Takes a page whose session has ended to the sign-in page, with the way back. */
export function leaveSignedOut(): void {
  const { pathname, search } = globalThis.location;
  if (pathname === signInPage()) return;
  globalThis.location.assign(signInPage({ next: `${pathname}${search}`, reason: "ended" }));
}
