import { Badge, type Tone } from "@/components/ui/badge";
import { STATUS_LABELS, type KeyStatus } from "@/lib/domain/key-lifecycle";

const TONES: Record<KeyStatus, Tone> = {
  active: "positive",
  retiring: "caution",
  expired: "neutral",
  revoked: "danger",
};

/** The key's status as a word, with its colour. */
export function StatusBadge({ status }: { readonly status: KeyStatus }) {
  return <Badge tone={TONES[status]}>{STATUS_LABELS[status]}</Badge>;
}
