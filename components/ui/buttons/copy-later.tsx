"use client";

import { lazy, Suspense, type ComponentType } from "react";

type CopyLaterProps = { readonly text: string; readonly label: string };
type Loaded = { readonly default: ComponentType<CopyLaterProps> };

// Every page loads what stands in its place where it fails: this is not needed until it does. An error that is shown
// must not fail for want of a button.
const CopyButton = lazy(() =>
  import("./copy-button").then(
    (module): Loaded => ({ default: module.CopyButton }),
    (): Loaded => ({ default: () => null }),
  ),
);

/** The copy button where few ever see it: it comes a moment after what it copies. */
export function CopyLater(props: CopyLaterProps) {
  return (
    <Suspense fallback={null}>
      <CopyButton {...props} />
    </Suspense>
  );
}
