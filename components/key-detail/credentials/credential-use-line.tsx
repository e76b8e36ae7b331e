import { Meter } from "@/components/ui/marks/meter";
import { Td, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CredentialUse, CredentialUses } from "@/lib/contracts/keys/credential-use";
import { count, number } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

import { useWords } from "./use-words";

/** How the credentials of an app are used: null until it is known, "failed" where it could not be loaded. */
export type Uses = CredentialUses | "failed" | null;

type UseRowProps = {
  readonly id: string;
  readonly uses: Uses;
  readonly columns: number;
  readonly now: string;
};

/** The row below a credential's: its share of the calls, who makes them, and since when it is quiet. */
export function UseRow({ id, uses, columns, now }: UseRowProps) {
  return (
    <Tr>
      <Td colSpan={columns} className="pt-0 pb-2.5 text-sm">
        {useOf(id, uses, now)}
      </Td>
    </Tr>
  );
}

function useOf(id: string, uses: Uses, now: string) {
  if (uses === "failed") {
    return <span className="text-muted">How much it is used can't be shown right now.</span>;
  }
  const use = uses?.data.find((one) => one.id === id);
  if (!uses || !use) return <span className="text-muted">How much it is used is being counted.</span>;
  return <UseLine use={use} uses={uses} now={now} />;
}

type RemovedUsesProps = {
  readonly kind: CredentialUse["kind"];
  readonly uses: Uses;
  readonly now: string;
};

/** Credentials that were removed, while calls of the last day came with their tokens. */
export function RemovedUses({ kind, uses, now }: RemovedUsesProps) {
  if (uses === null || uses === "failed") return null;
  const removed = uses.data.filter((use) => use.kind === kind && use.removedAt !== null);
  if (removed.length === 0) return null;
  return (
    <ul aria-label="Removed, and called with in the last day" className="mt-3 flex flex-col gap-3 text-sm">
      {removed.map((use) => (
        <li key={use.id} className="flex flex-col gap-0.5">
          <span className="font-medium break-words">{use.name}</span>
          <UseLine use={use} uses={uses} now={now} />
        </li>
      ))}
    </ul>
  );
}

type UseLineProps = {
  readonly use: CredentialUse;
  readonly uses: CredentialUses;
  readonly now: string;
};

export function UseLine({ use, uses, now }: UseLineProps) {
  const { text, advice } = useWords(use, uses, now);
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 whitespace-normal">
        <Meter used={use.calls} limit={Math.max(uses.calls, 1)} state="ample" />
        <span>{text}</span>
        {advice ? <span className="text-muted">{advice}</span> : null}
      </p>
      <UseCallers use={use} now={now} />
    </div>
  );
}

/** Who calls with tokens of a credential, behind their number. */
export function UseCallers({ use, now }: Pick<UseLineProps, "use" | "now">) {
  const { callers, callersTotal, callsElsewhere, name } = use;
  const elsewhere = callsElsewhere > 0 ? `${count(callsElsewhere, "call")} in other accounts` : null;
  if (callersTotal === 0) return elsewhere ? <p className="text-muted">{elsewhere}</p> : null;
  const unlisted = callersTotal - callers.length;
  return (
    <details>
      <summary className="w-fit rounded-sm text-muted">
        {[count(callersTotal, "caller"), ...(elsewhere ? [elsewhere] : [])].join(", and ")}
      </summary>
      <ul aria-label={`Callers with “${name}”`} className="mt-1 flex flex-col gap-1">
        {callers.map((caller) => (
          <li key={`${caller.address} ${caller.userAgent}`} className="flex flex-wrap gap-x-3 break-words">
            <code translate="no">{caller.address ?? "unknown address"}</code>
            <span className="min-w-0 wrap-anywhere text-muted">{caller.userAgent ?? "not named"}</span>
            <span>{callsText(caller)}</span>
            <span>
              <Time at={caller.lastAt} now={notBefore(now, caller.lastAt)} />
            </span>
          </li>
        ))}
      </ul>
      {unlisted > 0 ? (
        <p className="mt-1 text-muted">{`${count(unlisted, "caller")} with fewer calls ${unlisted === 1 ? "is" : "are"} not listed.`}</p>
      ) : null}
    </details>
  );
}

function callsText({ calls, refusedCalls }: CredentialUse["callers"][number]): string {
  if (refusedCalls === 0) return count(calls, "call");
  return `${count(calls + refusedCalls, "call")}, ${number(refusedCalls)} of them refused`;
}

/** When a credential was last used: it proved who the app is, or a call was made with a token of it. */
export function lastUse(
  { id, lastUsedAt }: { readonly id: string; readonly lastUsedAt: string | null },
  uses: Uses,
): string | null {
  const use = uses === "failed" ? undefined : uses?.data.find((one) => one.id === id);
  const lastCallAt = use?.lastCallAt ?? null;
  return lastCallAt !== null && (lastUsedAt === null || lastCallAt > lastUsedAt) ? lastCallAt : lastUsedAt;
}
