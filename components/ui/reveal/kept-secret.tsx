"use client";

import { useEffect, useId, useState } from "react";

import { BUTTON_LOOKS, BUTTON_SHAPE } from "../buttons/button-look";

type Kept = { readonly secret: string; readonly kind: string };

/** In no cache and no storage: gone with the page, and before that once the secret is stored (R9). */
let kept: Kept | null = null;

/**
 * Keeps a secret from the moment it is here, so that no fault of the page can lose it.
 * @param kind what it is: "integration key", "client secret"
 */
export function keepSecret(secret: string, kind: string): void {
  kept = { secret, kind };
}

/** Lets go of the kept secret: it is stored, given up, or the page is left. */
export function dropSecret(): void {
  kept = null;
}

/** The secret that is kept, as plainly as can be: for what stands in place of a part of the page that failed. */
export function KeptSecret() {
  const id = useId();
  const [shown, setShown] = useState(kept);
  // The system here is the browser: leaving asks first.
  useEffect(() => {
    if (shown === null) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [shown]);
  if (shown === null) return null;
  return (
    <section
      aria-label={`New ${shown.kind}`}
      className="fixed inset-x-3 top-3 z-50 mx-auto flex max-w-2xl flex-col gap-2 rounded-lg border border-line bg-surface p-5 text-ink shadow-float"
    >
      <label htmlFor={id} className="font-medium">
        {`Your ${shown.kind} was made. Store it now: this is the only time it is shown.`}
      </label>
      <textarea
        id={id}
        translate="no"
        readOnly
        rows={2}
        value={shown.secret}
        onFocus={(event) => event.target.select()}
        className="w-full resize-none rounded-md border border-line-strong bg-sunken px-3 py-2 font-mono text-sm break-all"
      />
      <button
        type="button"
        className={`self-start ${BUTTON_SHAPE} ${BUTTON_LOOKS.secondary}`}
        onClick={() => {
          dropSecret();
          setShown(null);
        }}
      >
        {`I have stored this ${shown.kind.split(" ").at(-1) ?? ""}`}
      </button>
    </section>
  );
}
