"use client";

import Link from "next/link";

import { Callout } from "@/components/ui/callout";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import type { KeyKnocks } from "@/lib/contracts/key-knocks";
import { count, number } from "@/lib/view/format";
import { knockAdvice, knockText } from "@/lib/view/key-knocks";
import { notBefore } from "@/lib/view/not-before";
import { keyPage } from "@/lib/view/routes";

const SHOWN = 5;

type KnockLogProps = {
  readonly accountId: string;
  readonly subject: IntegrationKey;
  readonly knocks: KeyKnocks;
  readonly now: string;
};

/** R8: who calls in vain: from where, with what, how often, since when. */
export function KnockLog({ accountId, subject, knocks, now }: KnockLogProps) {
  const { reason, since } = knocks;
  const [shown, rest] = [knocks.data.slice(0, SHOWN), knocks.data.slice(SHOWN)];
  const verdict = reason === "wrong_environment" ? "other" : "ended";
  return (
    <section aria-label="Knocking log">
      <Callout tone="caution" title={`${knockText(knocks)}.`}>
        <p>{knockAdvice(reason, subject.environment)}</p>
        {shown.length > 0 ? <Callers callers={shown} now={now} /> : <NotKept />}
        {rest.length > 0 ? (
          <details className="mt-2 text-sm">
            <summary className="w-fit rounded-sm">{count(rest.length, "more caller")}</summary>
            <Callers callers={rest} now={now} />
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
      </Callout>
    </section>
  );
}

function NotKept() {
  return <p className="mt-1">Where they came from is not kept any more.</p>;
}

function Callers({ callers, now }: { readonly callers: KeyKnocks["data"]; readonly now: string }) {
  return (
    <div className="mt-2">
      <Table label="Who calls in vain" className="min-w-[36rem] text-sm">
        <thead>
          <tr>
            <Th className="bg-transparent">Address</Th>
            <Th className="bg-transparent text-right">Calls</Th>
            <Th className="bg-transparent">Last</Th>
            <Th className="bg-transparent">First</Th>
            <Th className="bg-transparent">User agent</Th>
          </tr>
        </thead>
        <tbody>
          {callers.map((caller) => (
            <Tr key={`${caller.address} ${caller.userAgent}`}>
              <Td>
                <code>{caller.address ?? "unknown address"}</code>
              </Td>
              <Td className="text-right">{number(caller.calls)}</Td>
              <Td>
                <Time at={caller.lastAt} now={notBefore(now, caller.lastAt)} />
              </Td>
              <Td>
                <Time at={caller.firstAt} now={notBefore(now, caller.firstAt)} />
              </Td>
              <Td className="max-w-60 truncate">
                <span title={caller.userAgent ?? undefined}>{caller.userAgent ?? "not named"}</span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
