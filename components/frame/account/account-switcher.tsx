"use client";

import { clsx } from "clsx";
import { Check, ChevronsUpDown } from "lucide-react";
import { useId } from "react";

import { Link } from "@/components/ui/links/link";
import type { AccountSummary } from "@/lib/contracts/people/sessions";
import { ENVIRONMENTS } from "@/lib/domain/people/profiles";
import { apiInformationPage, leavePage } from "@/lib/addresses/pages";

import { ENVIRONMENT_LABELS, EnvironmentTile, EnvironmentWord } from "./environment";
import { hidePopover } from "../navigation/popover";

type AccountSwitcherProps = {
  readonly account: AccountSummary | null;
  readonly accounts: readonly AccountSummary[];
};

/** Which account this is, and the way to the others: a button with a native popover of links. */
export function AccountSwitcher({ account, accounts }: AccountSwitcherProps) {
  const id = useId();
  if (accounts.length === 0) return null;
  const groups = ENVIRONMENTS.toReversed()
    .map((environment) => ({
      environment,
      members: accounts.filter((each) => each.environment === environment),
    }))
    .filter((group) => group.members.length > 0);
  return (
    <div className="relative">
      <button
        type="button"
        popoverTarget={id}
        className="flex w-full items-center gap-2.5 rounded-md border border-line bg-surface py-1.5 pr-2 pl-1.5 text-left hover:border-line-strong"
      >
        {account ? <EnvironmentTile name={account.name} environment={account.environment} /> : null}
        <span className="min-w-0 flex-1 leading-tight">
          <span className="sr-only">Switch account. Now: </span>
          <span className="block truncate font-medium">{account?.name ?? "Choose an account"}</span>
          {account ? <EnvironmentWord environment={account.environment} /> : null}
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-[var(--switcher-bottom)] left-3 m-0 max-h-[70vh] w-72 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-float motion-safe:open:animate-rise"
      >
        {groups.map(({ environment, members }) => (
          <section
            key={environment}
            aria-label={`${ENVIRONMENT_LABELS[environment]} accounts`}
            className="p-1"
          >
            <h3 className="px-1.5 pt-0.5 pb-1 text-xs font-medium text-muted">
              {ENVIRONMENT_LABELS[environment]}
            </h3>
            <ul>
              {members.map((member) => (
                <li key={member.id}>
                  <AccountLink account={member} isCurrent={member.id === account?.id} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {account ? (
          <Link
            href={leavePage(account.id)}
            prefetch={false}
            onClick={hidePopover}
            className="block border-t border-line px-2.5 py-2 text-sm text-muted hover:text-ink"
          >
            {`Leave ${account.name}`}
          </Link>
        ) : null}
      </div>
    </div>
  );
}

function AccountLink({
  account,
  isCurrent,
}: {
  readonly account: AccountSummary;
  readonly isCurrent: boolean;
}) {
  return (
    <Link
      href={apiInformationPage(account.id)}
      prefetch={false}
      onClick={hidePopover}
      aria-current={isCurrent ? "true" : undefined}
      className={clsx("flex items-center gap-2.5 rounded-md p-1.5 hover:bg-sunken", isCurrent && "bg-sunken")}
    >
      <EnvironmentTile name={account.name} environment={account.environment} />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="line-clamp-2 font-medium break-words">{account.name}</span>
        <span className="text-xs text-muted capitalize">{`${account.profile}${account.isClosed ? " · closed" : ""}`}</span>
      </span>
      {isCurrent ? <Check aria-hidden="true" className="size-4 shrink-0 text-accent" /> : null}
    </Link>
  );
}
