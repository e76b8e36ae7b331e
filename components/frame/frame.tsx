import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { AccountSummary, Me } from "@/lib/contracts/people/sessions";
import { permits } from "@/lib/domain/people/profiles";
import type { Theme } from "./theme/theme";

import { ClosedBand } from "./account/closed-band";
import { FailedSignIns } from "./person/failed-sign-ins-later";
import { RememberAccount } from "./account/remember-account";
import { OfflineBand } from "./offline-band";
import { sectionGroups } from "./navigation/sections";
import { Shortcuts } from "./shortcuts/shortcuts";
import { Side } from "./navigation/side";
import { TopBar } from "./top-bar";

type FrameProps = {
  readonly me: Me;
  /** The account of the page; on personal pages the one that was open last, or none. */
  readonly account: AccountSummary | null;
  /** True on the pages of the account itself: the bands of a sandbox and of a closed account. */
  readonly isAccountPage: boolean;
  readonly theme: Theme;
  readonly children: ReactNode;
};

/** What stands around every page: where am I, where else can I go, who am I. */
export function Frame({ me, account, isAccountPage, theme, children }: FrameProps) {
  const groups = sectionGroups(account, me.staffRole !== null, me.organizations);
  const isSandbox = isAccountPage && account?.environment === "sandbox";
  const hasKeys = account !== null && account.hasIntegrationKeys && permits(account.profile, "key:read");
  const side = { me, account, groups, theme };
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-md border border-line bg-surface px-3 py-2 font-medium shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      {isSandbox ? (
        <div aria-hidden="true" className="fixed inset-x-0 top-0 z-40 h-[3px] bg-sandbox-band" />
      ) : null}
      <div className="nav:grid nav:grid-cols-[232px_minmax(0,1fr)]">
        <aside
          aria-label="Account and navigation"
          className={clsx(
            "sticky top-0 hidden h-dvh border-r border-line bg-sunken nav:block",
            isSandbox && "pt-[3px]",
          )}
        >
          <Side {...side} />
        </aside>
        <div className={clsx("flex min-h-dvh min-w-0 flex-col", isSandbox && "pt-[3px]")}>
          <TopBar {...side} />
          <OfflineBand />
          {isSandbox ? <SandboxBand /> : null}
          {isAccountPage && account?.isClosed ? <ClosedBand account={account} /> : null}
          <main
            id="main"
            tabIndex={-1}
            className="w-full max-w-[1264px] flex-1 px-4 py-6 outline-none nav:px-8 nav:py-7"
          >
            {me.failedSignIns ? <FailedSignIns failed={me.failedSignIns} /> : null}
            <div>{children}</div>
          </main>
        </div>
      </div>
      <Shortcuts groups={groups} accounts={me.memberships} keyAccountId={hasKeys ? account.id : null} />
      {isAccountPage && account ? <RememberAccount accountId={account.id} /> : null}
    </>
  );
}

function SandboxBand() {
  return (
    <aside aria-label="Environment" className="bg-sandbox-soft px-4 py-1 text-xs text-sandbox nav:px-8">
      <strong className="font-semibold">Sandbox</strong>
      <span aria-hidden="true"> · </span>
      Keys of this account never work in production.
    </aside>
  );
}
