"use client";

import { clsx } from "clsx";
import { Ellipsis } from "lucide-react";

import { useCopy } from "@/components/ui/buttons/copy-button";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { isReplaceable } from "@/lib/domain/keys/key-lifecycle";
import { keyPage, replaceKeyPage } from "@/lib/addresses/pages";

type KeyRowMenuProps = {
  readonly accountId: string;
  readonly row: IntegrationKey;
  readonly onRevoke: (key: IntegrationKey) => void;
};

/** What can be done with a key where a row has no room for it: the same acts, behind one button. */
export function KeyRowMenu({ accountId, row, onRevoke }: KeyRowMenuProps) {
  const { isCopied, copy, byHand } = useCopy(row.clientId);
  const items: MenuItem[] = [
    { label: "View", href: keyPage(accountId, row.id) },
    { label: "Copy GUID", onSelect: (button) => void copy(button) },
    ...(row.canManage && isReplaceable(row)
      ? [{ label: "Replace", href: replaceKeyPage(accountId, row.id) }]
      : []),
    ...(row.canRevoke && row.status !== "revoked"
      ? [{ label: "Revoke", isDanger: true, onSelect: () => onRevoke(row) }]
      : []),
  ];
  return (
    <span className="relative -mr-1.5 inline-flex @min-[36rem]:hidden">
      <Menu label={`Actions for ${row.name}`} items={items}>
        <Ellipsis aria-hidden="true" className="size-5" />
      </Menu>
      <output
        className={clsx(
          "absolute top-1/2 right-full -translate-y-1/2 rounded-md bg-ink px-2 py-1 text-xs text-paper",
          !isCopied && "sr-only",
        )}
      >
        {isCopied ? "Copied" : null}
      </output>
      <span>{byHand}</span>
    </span>
  );
}
