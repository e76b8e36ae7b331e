import { clsx } from "clsx";
import type { Route } from "next";
import type { ComponentProps, ReactNode } from "react";

import { BUTTON_LOOKS, BUTTON_SHAPE, type ButtonVariant } from "./button-look";
import { Link } from "../links/link";

type ButtonProps = ComponentProps<"button"> & {
  readonly variant?: ButtonVariant;
  /** Shows that the act is under way and keeps a second click from starting it again. */
  readonly isBusy?: boolean;
};

/**
 * A button that says what it does. Not a submit button unless `type="submit"`. Its words have an element of their own:
 * a browser's translator wraps bare text, and the spinner that comes before it would find it gone.
 */
export function Button({
  variant = "secondary",
  isBusy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // Not disabled while it is busy: a disabled control loses the focus, and the keyboard with it.
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={clsx(BUTTON_SHAPE, BUTTON_LOOKS[variant], className)}
    >
      {isBusy ? <Spinner /> : null}
      <span className="contents">{children}</span>
    </button>
  );
}

type LinkButtonProps = {
  readonly href: Route;
  readonly variant?: ButtonVariant;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton({ href, variant = "secondary", className, children }: LinkButtonProps) {
  return (
    <Link href={href} className={clsx(BUTTON_SHAPE, BUTTON_LOOKS[variant], className)}>
      {children}
    </Link>
  );
}

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}
