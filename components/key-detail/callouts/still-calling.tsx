"use client";

import { useQuery } from "@tanstack/react-query";

import { Link } from "@/components/ui/links/link";
import { Skeleton } from "@/components/ui/states";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { stillCallingQuery } from "@/lib/queries/keys/key-usage";
import { count } from "@/lib/domain/format/numbers";
import { stillCallingText } from "@/components/key-parts/calls/key-callers";
import { keyPage } from "@/lib/addresses/pages";

import { CallerTable } from "./caller-table";
import { RotationMeter } from "./rotation-meter";

const SHOWN = 5;

type StillCallingProps = {
  readonly accountId: string;
  readonly subject: IntegrationKey;
  readonly now: string;
};

/** Who has not changed over: callers of a replaced key since its replacement. */
export function StillCalling({ accountId, subject, now }: StillCallingProps) {
  const { data, error } = useQuery(stillCallingQuery(accountId, subject.id));
  if (error && !data)
    return <p className="mt-2">{`Who still calls it could not be loaded. ${error.message}`}</p>;
  if (!data) return <Skeleton className="mt-2 h-24" />;
  const [shown, rest] = [data.data.slice(0, SHOWN), data.data.slice(SHOWN)];
  const unlisted = data.pairs - data.data.length;
  return (
    <section aria-label="Who still calls this key" className="mt-2">
      <RotationMeter accountId={accountId} keyId={subject.id} />
      <p className="mt-2">{stillCallingText(data, now)}</p>
      {shown.length > 0 ? (
        <CallerTable label="Callers since the replacement" callers={shown} now={now} />
      ) : null}
      {rest.length > 0 ? (
        <details className="mt-2 text-sm">
          <summary className="w-fit rounded-sm">{count(rest.length + unlisted, "more caller")}</summary>
          <CallerTable label="More callers since the replacement" callers={rest} now={now} />
          {unlisted > 0 ? (
            <p className="mt-1">{`${count(unlisted, "caller")} with fewer calls are not listed.`}</p>
          ) : null}
        </details>
      ) : null}
      {shown.length > 0 ? (
        <p className="mt-2">
          <Link
            href={keyPage(accountId, subject.id, { tab: "calls", from: data.since })}
            className="font-medium underline underline-offset-2"
          >
            Show these calls
          </Link>
        </p>
      ) : null}
    </section>
  );
}
