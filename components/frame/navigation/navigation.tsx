"use client";

import { clsx } from "clsx";
import {
  ArrowLeftRight,
  AppWindow,
  Bell,
  BookOpen,
  Building2,
  FileClock,
  KeyRound,
  LifeBuoy,
  Milestone,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  UserRoundCheck,
  Users,
} from "lucide-react";
import { usePathname } from "next/navigation";

import { Link } from "@/components/ui/links/link";

import { UnreadCount } from "../person/unread-count";
import { isCurrentSection, type SectionGroup, type SectionIcon } from "./sections";

const ICONS: Record<SectionIcon, typeof BookOpen> = {
  overview: BookOpen,
  key: KeyRound,
  "go-live": Milestone,
  transfers: ArrowLeftRight,
  members: Users,
  continuity: UserRoundCheck,
  organization: Building2,
  policy: SlidersHorizontal,
  audit: ScrollText,
  notices: Bell,
  "request-logging": FileClock,
  "connected-apps": AppWindow,
  security: ShieldCheck,
  support: LifeBuoy,
};

type NavigationProps = {
  readonly groups: readonly SectionGroup[];
  readonly unreadNotices: number;
  /** Closes the drawer after a link was followed. */
  readonly onNavigate?: () => void;
};

/** The sections of the console that this person can open. */
export function Navigation({ groups, unreadNotices, onNavigate }: NavigationProps) {
  const pathname = usePathname();
  return (
    <nav aria-label="Console" className="flex flex-col gap-5">
      {groups.map((group) => (
        <div key={group.label}>
          <h2 className="mb-1 px-2 text-xs font-medium text-muted">{group.label}</h2>
          <ul className="flex flex-col gap-px">
            {group.sections.map((section) => {
              const Icon = ICONS[section.icon];
              const isCurrent = isCurrentSection(section, pathname);
              return (
                <li key={section.href}>
                  <Link
                    href={section.href}
                    {...(onNavigate ? { onClick: onNavigate } : {})}
                    aria-current={isCurrent ? "page" : undefined}
                    className={clsx(
                      "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors",
                      isCurrent ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-line/50",
                    )}
                  >
                    <Icon
                      aria-hidden="true"
                      strokeWidth={1.75}
                      className={clsx("size-4 shrink-0", !isCurrent && "text-muted")}
                    />
                    <span>{section.label}</span>
                    {section.icon === "notices" ? <UnreadCount initial={unreadNotices} /> : null}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
