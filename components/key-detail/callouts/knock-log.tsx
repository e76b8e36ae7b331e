"use client";

import type { ReactNode } from "react";

import { CallMark } from "@/components/ui/marks/call-mark";
import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/links/link";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import type { KeyKnocks } from "@/lib/contracts/keys/key-knocks";
import { knockAlarm, type KnockAlarm } from "@/lib/domain/calls/knock-alarm";
import { count } from "@/lib/domain/format/numbers";
import { knockAdvice, knockRecency, knockText } from "@/components/key-parts/calls/key-knocks";
import { keyPage } from "@/lib/addresses/pages";

import { CallerTable } from "./caller-table";

const SHOWN = 5;

type KnockLogProps = {
  readonly accountId: string;
  readonly subject: IntegrationKey;
  readonly knocks: KeyKnocks;
  readonly now: string;
};

/** The log of calls in vain (R8): from where, with what, how often, since when. */
export function KnockLog({ accountId, subject, knocks, now }: KnockLogProps) {
  const { reason, since } = knocks;
  const [shown, rest] = [knocks.data.slice(0, SHOWN), knocks.data.slice(SHOWN)];
  const verdict = reason === "wrong_environment" ? "other" : "ended";
  const title = `${knockText(knocks)}.`;
  const recency = knockRecency(knocks, now);
  return (
    <Alarm alarm={knockAlarm(knocks)} title={title} recency={recency}>
      <p>{knockAdvice(reason, subject.environment)}</p>
      {shown.length > 0 ? <CallerTable label="Who calls in vain" callers={shown} now={now} /> : <NotKept />}
      {rest.length > 0 ? (
        <details className="mt-2 text-sm">
          <summary className="w-fit rounded-sm">{count(rest.length, "more caller")}</summary>
          <CallerTable label="Who else calls in vain" callers={rest} now={now} />
        </details>
      ) : null}
      <p className="mt-2">
        <Link
          href={keyPage(accountId, subject.id, { tab: "calls", verdict, from: since })}
          className="font-medium underline underline-offset-2"
        >
          Show these calls
        </Link>
      </p>
    </Alarm>
  );
}

type AlarmProps = {
  readonly alarm: KnockAlarm;
  readonly title: string;
  readonly recency: string;
  /** Who calls, and what to do. */
  readonly children: ReactNode;
};

/** As loud as what it tells: a line to unfold for a stray call, a banner for a program, a red one for a flood of today. */
function Alarm({ alarm, title, recency, children }: AlarmProps) {
  return (
    <section aria-label="Knocking log">
      {alarm === "quiet" ? (
        <details className="text-sm text-muted">
          <summary className="w-fit rounded-sm hover:text-ink">
            <span className="mr-1.5 inline-block">
              <CallMark verdict="refused" />
            </span>
            <span>{title}</span> <span>{recency}</span>
          </summary>
          <div className="mt-2 border-l border-line pl-4 text-ink">{children}</div>
        </details>
      ) : (
        <Callout tone={alarm === "alarm" ? "danger" : "caution"} title={title}>
          <p>{recency}</p>
          {children}
        </Callout>
      )}
    </section>
  );
}

function NotKept() {
  return <p className="mt-1">Where they came from is not kept any more.</p>;
}
