/** The look of buttons, apart from the controls, so that what needs no link does not load one. */
export type ButtonVariant = "primary" | "secondary" | "quiet" | "quiet-danger" | "danger";

export const BUTTON_LOOKS: Record<ButtonVariant, string> = {
  primary:
    "border-accent bg-accent text-on-accent not-disabled:hover:border-accent-strong not-disabled:hover:bg-accent-strong",
  secondary: "border-line-strong/60 bg-surface text-ink not-disabled:hover:bg-sunken",
  quiet: "border-transparent bg-transparent text-ink not-disabled:hover:bg-line/50",
  "quiet-danger": "border-transparent bg-transparent text-danger not-disabled:hover:bg-danger-soft",
  danger:
    "border-danger bg-danger text-on-danger not-disabled:hover:border-danger-strong not-disabled:hover:bg-danger-strong",
};

export const BUTTON_SHAPE =
  "inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3.5 py-1.5 text-base font-medium whitespace-nowrap transition-colors select-none disabled:opacity-55 aria-disabled:opacity-55";
