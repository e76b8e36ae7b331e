import { Badge, type Tone } from "@/components/ui/badge";
import type { ListedKey } from "@/lib/contracts/integration-keys";
import { STATUS_LABELS, type KeyStatus } from "@/lib/domain/key-lifecycle";
import { keyFlags, type KeyFlag } from "@/lib/view/key-flags";
import { KEY_STATUS_TONES } from "@/lib/view/key-status";

const FLAG_TONES: Record<KeyFlag["kind"], Tone> = {
  narrowed: "caution",
  owner_inactive: "danger",
  knock: "danger",
};

/** The key's status as a word, with its colour. */
export function KeyStatusBadge({ status }: { readonly status: KeyStatus }) {
  return <Badge tone={KEY_STATUS_TONES[status]}>{STATUS_LABELS[status]}</Badge>;
}

/** What else an admin should notice, in words; nothing for most keys. */
export function KeyFlags({ subject }: { readonly subject: ListedKey }) {
  return keyFlags(subject).map((flag) => (
    <span key={flag.kind} title={flag.explanation}>
      <Badge tone={FLAG_TONES[flag.kind]}>
        <span className="whitespace-normal">
          {flag.label}
          <span className="sr-only">. {flag.explanation}</span>
        </span>
      </Badge>
    </span>
  ));
}
