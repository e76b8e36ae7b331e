"use client";

import type { AccountSummary, Me } from "@/lib/contracts/people/sessions";
import type { Theme } from "../theme/theme";
import { Mark } from "@/components/ui/marks/mark";

import { AccountSwitcher } from "../account/account-switcher";
import { Navigation } from "./navigation";
import { PersonMenu } from "../person/person-menu";
import { SearchButton } from "../palette/search-button";
import type { SectionGroup } from "./sections";

export type SideProps = {
  readonly me: Me;
  readonly account: AccountSummary | null;
  readonly groups: readonly SectionGroup[];
  readonly theme: Theme;
  readonly onNavigate?: () => void;
};

/** The left side: which account, where to, who. The same in the column and in the drawer. */
export function Side({ me, account, groups, theme, onNavigate }: SideProps) {
  return (
    <div className="flex h-full flex-col [--switcher-bottom:6.75rem]">
      <div className="px-3 pt-3">
        <div className="flex h-8 items-center gap-2 px-1.5">
          <Mark isTwoTone className="size-5" />
          <span className="font-semibold tracking-[-0.01em]">Countersign</span>
        </div>
        <div className="mt-2 flex flex-col gap-1.5">
          <AccountSwitcher account={account} accounts={me.memberships} />
          <SearchButton />
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 py-4">
        <Navigation
          groups={groups}
          unreadNotices={me.unreadNotices}
          {...(onNavigate ? { onNavigate } : {})}
        />
      </div>
      <div className="border-t border-line p-2">
        <PersonMenu person={me.user} theme={theme} />
      </div>
    </div>
  );
}
