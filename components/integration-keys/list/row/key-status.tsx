import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";

import { Badge } from "@/components/ui/marks/badge";
import type { ListedKey } from "@/lib/contracts/keys/integration-keys";
import { STATUS_LABELS, type KeyStatus } from "@/lib/domain/keys/key-lifecycle";
import type { KnockAlarm } from "@/lib/domain/calls/knock-alarm";
import { keyFlags } from "./key-flags";
import { KEY_STATUS_TONES } from "@/components/key-parts/key-status-tone";

const FLAG_LOOKS: Record<KnockAlarm, string> = {
  quiet: "text-muted",
  caution: "text-caution",
  alarm: "text-danger",
};

/** The key's status as a word, with its colour. */
export function KeyStatusBadge({ status }: { readonly status: KeyStatus }) {
  return <Badge tone={KEY_STATUS_TONES[status]}>{STATUS_LABELS[status]}</Badge>;
}

/** What else an admin should notice, in a few words, or by a sign where there is no room; nothing for most keys. */
export function KeyFlags({ subject }: { readonly subject: ListedKey }) {
  return keyFlags(subject).map((flag) => (
    <span
      key={flag.kind}
      title={`${flag.label}. ${flag.explanation}`}
      className={clsx(
        "inline-flex shrink-0 items-center gap-1 text-xs font-medium whitespace-nowrap",
        FLAG_LOOKS[flag.alarm],
      )}
    >
      <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
      <span aria-hidden="true" className="hidden @min-[78rem]:inline">
        {flag.short}
      </span>
      <span className="sr-only">{`${flag.label}. ${flag.explanation}`}</span>
    </span>
  ));
}
