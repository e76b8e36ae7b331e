import { clsx } from "clsx";
import { Ban, Eye, RefreshCw, type LucideIcon } from "lucide-react";
import type { Route } from "next";

import { Link } from "@/components/ui/links/link";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { isReplaceable } from "@/lib/domain/keys/key-lifecycle";
import { keyPage, replaceKeyPage } from "@/lib/addresses/pages";

type KeyRowActionsProps = {
  readonly accountId: string;
  readonly row: IntegrationKey;
  readonly onRevoke: (key: IntegrationKey) => void;
  /** The element that names the key: every row has the same actions. */
  readonly describedBy: string;
};

/** What can be done with a key of the list, as icons; where a row has two lines, key-row-menu.tsx stands in their place. */
export function KeyRowActions({ accountId, row, onRevoke, describedBy }: KeyRowActionsProps) {
  const canRevoke = row.canRevoke && row.status !== "revoked";
  return (
    <div className="hidden justify-end @min-[36rem]:flex">
      <ActionLink href={keyPage(accountId, row.id)} label="View" icon={Eye} describedBy={describedBy} />
      {row.canManage && isReplaceable(row) ? (
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
  return <span aria-hidden="true" className="block size-8" />;
}

const ACTION =
  "inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink";

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
      <span className="sr-only">{label}</span>
    </>
  );
}
