"use client";

import type { ReactNode } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { STATUS_LABELS } from "@/lib/domain/keys/key-lifecycle";
import { KEY_STATUS_TONES } from "@/components/key-parts/key-status-tone";
import { LiveBadge } from "@/components/key-parts/live-badge";
import { keyListPage } from "@/lib/addresses/pages";

import { useKey } from "./use-key";

type KeyHeadProps = {
  readonly accountId: string;
  readonly keyId: string;
  /** What can be done with the key. */
  readonly actions: ReactNode;
};

/** Which key this is: its name, its state, its GUID. */
export function KeyHead({ accountId, keyId, actions }: KeyHeadProps) {
  const key = useKey(accountId, keyId);
  return (
    <PageHead
      breadcrumb={
        <Link href={keyListPage(accountId)} className="rounded-sm hover:text-ink hover:underline">
          Integration keys
        </Link>
      }
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 break-words">{key.name}</span>
          <output className="inline-flex text-base font-normal tracking-normal" aria-label="Status">
            <Badge tone={KEY_STATUS_TONES[key.status]}>{STATUS_LABELS[key.status]}</Badge>
          </output>
          <LiveBadge subject={key} />
        </span>
      }
      purpose={
        <span className="flex flex-wrap items-center gap-x-1 text-sm">
          <span>GUID</span>
          <code translate="no" className="text-xs break-all text-ink sm:text-sm">
            {key.clientId}
          </code>
          <CopyButton text={key.clientId} label="Copy GUID" />
        </span>
      }
      action={actions}
    />
  );
}
