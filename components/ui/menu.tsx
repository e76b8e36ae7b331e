"use client";

import { clsx } from "clsx";
import type { Route } from "next";
import {
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type ToggleEvent,
} from "react";
import { flushSync } from "react-dom";

import { Link } from "./links/link";

export type MenuItem = {
  readonly label: string;
  readonly isDanger?: boolean;
} & ({ readonly onSelect: (button: HTMLElement) => void } | { readonly href: Route });

type MenuProps = {
  /** The accessible name of the button. */
  readonly label: string;
  /** The face of the button. */
  readonly children: ReactNode;
  readonly items: readonly MenuItem[];
};

const ENTRY =
  "flex min-h-8 w-full cursor-default items-center rounded-sm px-2.5 py-1.5 text-left text-base outline-none select-none hover:bg-sunken focus:bg-sunken";
const DANGER = "text-danger hover:bg-danger-soft focus:bg-danger-soft";
const GAP = 4;
const ENTRY_HEIGHT = 36;

/** A menu of acts and places behind a button: a native popover with the keys of a menu. */
export function Menu({ label, children, items }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  // A page of rows has a menu each: what is in one is made when it is first opened.
  const [isMade, setMade] = useState(false);

  const onBeforeToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "open" && button.current) {
      // Before it is shown: the first entry takes the focus then.
      flushSync(() => setMade(true));
      place(event.currentTarget, button.current, items.length * ENTRY_HEIGHT);
    }
  };
  // The act starts after the menu has given its focus back, so that a dialog it opens can return it there.
  const choose = (item: MenuItem) => (event: MouseEvent<HTMLElement>) => {
    event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
    if (!("onSelect" in item)) return;
    const opener = button.current;
    if (!opener) return;
    opener.focus();
    setTimeout(() => item.onSelect(opener), 0);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={label}
        className="rounded-md p-1.5 text-muted hover:bg-sunken hover:text-ink"
      >
        {children}
      </button>
      <div
        id={id}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        popover="auto"
        onBeforeToggle={onBeforeToggle}
        onToggle={focusFirst}
        onKeyDown={onMenuKey}
        className="fixed inset-auto m-0 min-w-44 rounded-md border border-line bg-surface p-1 text-left text-ink shadow-float motion-safe:open:animate-rise"
      >
        {(isMade ? items : []).map((item) => {
          const look = clsx(ENTRY, item.isDanger && DANGER);
          const common = { role: "menuitem", tabIndex: -1, className: look, onClick: choose(item) };
          return "href" in item ? (
            <Link key={item.label} href={item.href} {...common}>
              {item.label}
            </Link>
          ) : (
            <button key={item.label} type="button" {...common}>
              {item.label}
            </button>
          );
        })}
      </div>
    </>
  );
}

function entriesOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
}

function focusFirst(event: ToggleEvent<HTMLDivElement>): void {
  if (event.newState === "open") entriesOf(event.currentTarget)[0]?.focus();
}

/** Below the button, or above it where the window ends; their right edges in line. */
function place(menu: HTMLElement, button: HTMLElement, height: number): void {
  const around = button.getBoundingClientRect();
  const isBelow = around.bottom + GAP + height < window.innerHeight;
  menu.style.right = `${document.documentElement.clientWidth - around.right}px`;
  menu.style.top = isBelow ? `${around.bottom + GAP}px` : "auto";
  menu.style.bottom = isBelow ? "auto" : `${window.innerHeight - around.top + GAP}px`;
}

/** Arrows, Home, End and first letters move; Tab leaves. Esc is the browser's. */
function onMenuKey(event: KeyboardEvent<HTMLElement>): void {
  const menu = event.currentTarget;
  const entries = entriesOf(menu);
  const at = entries.findIndex((entry) => entry === document.activeElement);
  const next = targetOf(event.key, entries, at);
  if (event.key === "Tab") menu.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function targetOf(key: string, entries: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
      return entries[(at + 1) % entries.length];
    case "ArrowUp":
      return entries.at(at <= 0 ? -1 : at - 1);
    case "Home":
      return entries[0];
    case "End":
      return entries.at(-1);
  }
  if (key.length !== 1 || key === " ") return undefined;
  const later = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  return later.find((entry) => entry.textContent.toLowerCase().startsWith(key.toLowerCase()));
}
