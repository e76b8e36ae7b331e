import { clsx } from "clsx";

import { LinkButton } from "@/components/ui/buttons/button";
import { StepMark } from "@/components/ui/marks/step-mark";
import type { PathStep } from "@/lib/domain/go-live/path";

import { nextStep, stepLabel, type Path } from "./path-words";

const MARKS = { done: "done", next: "now", waiting: "now", later: "ahead" } as const;
const STATUS_WORDS: Record<PathStep["status"], string> = {
  done: "done",
  next: "next",
  waiting: "with support",
  later: "later",
};

/** The way of a developer from the first key to production: what is done, what is next, and where. */
export function GoLivePath({ accountId, path }: { readonly accountId: string; readonly path: Path }) {
  const next = nextStep(accountId, path);
  return (
    <>
      <ol className="grid gap-x-6 gap-y-2.5 min-[40rem]:grid-cols-3 xl:grid-cols-6">
        {path.steps.map(({ code, status }) => (
          <li
            key={code}
            aria-current={status === "next" || status === "waiting" ? "step" : undefined}
            className="flex min-w-0 items-start gap-2.5"
          >
            <StepMark state={MARKS[status]} />
            <p className={clsx("min-w-0", status === "later" ? "text-muted" : "font-medium")}>
              <span>{stepLabel(code, path.callsNeeded)}</span>
              <span className="sr-only">{`, ${STATUS_WORDS[status]}`}</span>
            </p>
          </li>
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-line pt-4">
        <p className="max-w-prose min-w-0 flex-[1_1_20rem]">
          {next ? (
            <>
              <span className="font-semibold">Next: </span>
              <span>{next.text}</span>
            </>
          ) : (
            <span>{`“${path.key?.name ?? ""}” is live: its copy in production has the same GUID. Every other key goes the same way.`}</span>
          )}
        </p>
        {next?.act ? <LinkButton href={next.act.href}>{next.act.label}</LinkButton> : null}
      </div>
    </>
  );
}
