"use client";

import { clsx } from "clsx";
import { Bell, ChevronsUpDown, Keyboard, LogOut, ShieldCheck } from "lucide-react";
import { useId, useState } from "react";

import { Link } from "@/components/ui/links/link";
import { signOut } from "@/lib/queries/people/sessions";
import { noticesPage, securityPage, signInPage } from "@/lib/addresses/pages";
import type { Theme } from "../theme/theme";

import { hidePopover } from "../navigation/popover";
import { openKeyHelp } from "../shortcuts/shortcut-events";
import { ThemeChoice } from "../theme/theme-choice";

type PersonMenuProps = {
  readonly person: { readonly name: string; readonly email: string };
  readonly theme: Theme;
};

const ENTRY = "flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-left hover:bg-sunken";

/** Who is signed in; notices, security, theme and the way out. */
export function PersonMenu({ person, theme }: PersonMenuProps) {
  const id = useId();
  return (
    <div>
      <button
        type="button"
        popoverTarget={id}
        className="flex w-full items-center gap-2.5 rounded-md p-1.5 text-left hover:bg-line/50"
      >
        <span
          aria-hidden="true"
          className="grid size-7 shrink-0 place-items-center rounded-full border border-line-strong/60 bg-surface text-xs font-semibold text-muted"
        >
          {initials(person.name)}
        </span>
        <span className="min-w-0 flex-1 leading-tight">
          <span className="block truncate font-medium">{person.name}</span>
          <span className="block truncate text-xs text-muted">{person.email}</span>
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto bottom-16 left-3 m-0 w-60 rounded-lg border border-line bg-surface p-1.5 text-ink shadow-float motion-safe:open:animate-rise"
      >
        <Link href={noticesPage()} onClick={hidePopover} className={ENTRY}>
          <Bell aria-hidden="true" strokeWidth={1.75} className="size-4 text-muted" />
          Notices
        </Link>
        <Link href={securityPage()} onClick={hidePopover} className={ENTRY}>
          <ShieldCheck aria-hidden="true" strokeWidth={1.75} className="size-4 text-muted" />
          Security
        </Link>
        <button
          type="button"
          className={ENTRY}
          onClick={(event) => {
            hidePopover(event);
            openKeyHelp();
          }}
        >
          <Keyboard aria-hidden="true" strokeWidth={1.75} className="size-4 text-muted" />
          Keyboard shortcuts
        </button>
        <div className="my-1.5 border-y border-line px-2 pt-2 pb-2.5">
          <ThemeChoice initial={theme} />
        </div>
        <SignOutButton />
      </div>
    </div>
  );
}

/** Ends the session, then leaves with a full navigation, so that nothing fetched stays in memory. */
function SignOutButton() {
  const [problem, setProblem] = useState<string | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const leave = async () => {
    setIsLeaving(true);
    const refusal = await signOut();
    setIsLeaving(refusal === null);
    if (refusal === null) globalThis.location.assign(signInPage({ reason: "signed-out" }));
    else setProblem(refusal);
  };
  return (
    <>
      <button
        type="button"
        aria-busy={isLeaving || undefined}
        onClick={() => (isLeaving ? undefined : void leave())}
        className={clsx(ENTRY, "aria-busy:opacity-60")}
      >
        <LogOut aria-hidden="true" strokeWidth={1.75} className="size-4 text-muted" />
        Sign out
      </button>
      {problem ? (
        <p role="alert" className="px-2 pt-1 text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.match(/^./u)?.[0] ?? "")
    .join("");
}
