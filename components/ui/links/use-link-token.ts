import { useEffect, useState } from "react";

/**
 * The token behind the `#` of a mailed link, which no server and no log gets to see. It is taken out of the address at
 * once, so that neither the history nor a copied address keeps it.
 * @param keptAs where this tab keeps the token until it was used, for a page that is left to sign in and come back
 * @returns undefined until it was looked for; null where the address has none
 */
export function useLinkToken(keptAs?: string): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const take = () => {
      const found = globalThis.location.hash.slice(1);
      if (found !== "") {
        const { pathname, search } = globalThis.location;
        globalThis.history.replaceState(globalThis.history.state, "", `${pathname}${search}`);
      }
      if (found !== "" && keptAs !== undefined) globalThis.sessionStorage.setItem(keptAs, found);
      const kept = keptAs === undefined ? null : globalThis.sessionStorage.getItem(keptAs);
      setToken((before) => (found === "" ? (before ?? kept) : found));
    };
    take();
    // Another mail's link, opened in the same tab.
    globalThis.addEventListener("hashchange", take);
    return () => globalThis.removeEventListener("hashchange", take);
  }, [keptAs]);
  return token;
}

/** Forgets a token that has been used. */
export function forgetLinkToken(keptAs: string): void {
  globalThis.sessionStorage.removeItem(keptAs);
}
