import { clsx } from "clsx";
import { Ban, Eye, RefreshCw, type LucideIcon } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";

import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { keyPage, replaceKeyPage } from "@/lib/view/routes";

type KeyRowActionsProps = {
  readonly accountId: string;
  readonly row: IntegrationKey;
  readonly onRevoke: (key: IntegrationKey) => void;
  /** The element that names the key: every row has the same actions. */
  readonly describedBy: string;
};

/** What can be done with a key of the list: icons in the table, words where there is room below. */
export function KeyRowActions({ accountId, row, onRevoke, describedBy }: KeyRowActionsProps) {
  const canReplace = row.canManage && row.status === "active" && row.method === "long_lived";
  const canRevoke = row.canManage && row.status !== "revoked";
  return (
    <div className="flex gap-1 @min-[60rem]:justify-end @min-[60rem]:gap-0">
      <ActionLink href={keyPage(accountId, row.id)} label="View" icon={Eye} describedBy={describedBy} />
      {canReplace ? (
        <ActionLink
          href={replaceKeyPage(accountId, row.id)}
          label="Replace"
          icon={RefreshCw}
          describedBy={describedBy}
        />
      ) : (
        <EmptySlot />
      )}
      {canRevoke ? (
        <button
          type="button"
          title="Revoke"
          aria-describedby={describedBy}
          onClick={() => onRevoke(row)}
          className={clsx(ACTION, "hover:bg-danger-soft hover:text-danger")}
        >
          <ActionFace label="Revoke" icon={Ban} />
        </button>
      ) : (
        <EmptySlot />
      )}
    </div>
  );
}

/** Keeps the actions of all rows in their columns. */
function EmptySlot() {
  return <span aria-hidden="true" className="hidden size-8 @min-[60rem]:block" />;
}

const ACTION =
  "inline-flex min-h-8 items-center gap-1.5 rounded-md border border-line-strong/60 px-2.5 text-sm text-ink hover:bg-sunken @min-[60rem]:size-8 @min-[60rem]:justify-center @min-[60rem]:border-transparent @min-[60rem]:px-0 @min-[60rem]:text-muted @min-[60rem]:hover:text-ink";

type ActionLinkProps = {
  readonly href: Route;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly describedBy: string;
};

function ActionLink({ href, label, icon, describedBy }: ActionLinkProps) {
  return (
    <Link href={href} prefetch={false} title={label} aria-describedby={describedBy} className={ACTION}>
      <ActionFace label={label} icon={icon} />
    </Link>
  );
}

function ActionFace({ label, icon: Icon }: { readonly label: string; readonly icon: LucideIcon }) {
  return (
    <>
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span className="@min-[60rem]:sr-only">{label}</span>
    </>
  );
}
