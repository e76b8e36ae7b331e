import { Badge, type Tone } from "@/components/ui/marks/badge";
import type { CaseStatus } from "@/lib/domain/support/cases";

const WORDS: Record<CaseStatus, { readonly label: string; readonly tone: Tone }> = {
  open: { label: "Open", tone: "caution" },
  granted: { label: "Granted", tone: "positive" },
  declined: { label: "Declined", tone: "neutral" },
  withdrawn: { label: "Withdrawn", tone: "neutral" },
  expired: { label: "Expired", tone: "neutral" },
};

/** The status of a case as a word. */
export function CaseBadge({ status }: { readonly status: CaseStatus }) {
  return <Badge tone={WORDS[status].tone}>{WORDS[status].label}</Badge>;
}
