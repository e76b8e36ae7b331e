/**
 * Stands for a dialog whose code is on its way: says at once that it was asked for, and is in nobody's way. Not drawn where
 * the code is there within the time of a blink.
 */
export function DialogLoading() {
  return (
    <div className="pointer-events-none fixed inset-0 z-40 grid animate-fade place-items-center bg-scrim [animation-delay:120ms] [animation-fill-mode:backwards]">
      <output className="rounded-md bg-surface px-4 py-2.5 shadow-float">Opening…</output>
    </div>
  );
}
