import { Badge, type Tone } from "@/components/ui/marks/badge";
import { Time } from "@/components/ui/time";
import type { AccessCase } from "@/lib/contracts/support/support";
import { caseName, type CaseStatus } from "@/lib/domain/support/cases";
import { notBefore } from "@/lib/domain/time/not-before";

const WORDS: Record<CaseStatus, { readonly label: string; readonly tone: Tone; readonly next: string }> = {
  open: {
    label: "Waiting for support",
    tone: "caution",
    next: "Support has the request. The answer will appear here; there is nothing more for you to do.",
  },
  granted: { label: "Granted", tone: "positive", next: "Integration keys are enabled." },
  declined: {
    label: "Declined",
    tone: "danger",
    next: "You can request access again, with what support asks for.",
  },
  withdrawn: { label: "Withdrawn", tone: "neutral", next: "You can request access again." },
  expired: { label: "Expired", tone: "neutral", next: "You can request access again." },
};

type CaseStatusCardProps = { readonly accessCase: AccessCase; readonly now: string };

/** Who asked, when, in what words, and what support said. */
export function CaseStatusCard({ accessCase, now }: CaseStatusCardProps) {
  const words = WORDS[accessCase.status];
  return (
    <section aria-label="Access request" className="rounded-md border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-lg font-semibold">Access request</h2>
        <span className="text-sm text-muted">{caseName(accessCase.number)}</span>
        <Badge tone={words.tone}>{words.label}</Badge>
      </div>
      <p className="mt-1 text-sm text-muted">
        <span>{`${accessCase.openedBy.name} asked`}</span>{" "}
        <Time at={accessCase.openedAt} now={notBefore(now, accessCase.openedAt)} />
        {accessCase.closedAt ? (
          <>
            <span>, answered</span>{" "}
            <Time at={accessCase.closedAt} now={notBefore(now, accessCase.closedAt)} />
          </>
        ) : null}
        <span>.</span>
      </p>
      <blockquote className="mt-3 border-l-2 border-line-strong pl-3 wrap-anywhere whitespace-pre-wrap">
        {accessCase.message}
      </blockquote>
      {accessCase.resolution ? (
        <p className="mt-3 wrap-anywhere whitespace-pre-wrap">
          <span className="font-medium">Support: </span>
          <span>{accessCase.resolution}</span>
        </p>
      ) : null}
      <p className="mt-3 text-muted">{words.next}</p>
    </section>
  );
}
