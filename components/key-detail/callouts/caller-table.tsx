import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { number } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

type Caller = {
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly calls: number;
  readonly lastAt: string;
  readonly firstAt?: string;
};

type CallerTableProps = {
  readonly label: string;
  readonly callers: readonly Caller[];
  readonly now: string;
};

/** Addresses with the program that each names, how often and when they called. */
export function CallerTable({ label, callers, now }: CallerTableProps) {
  const hasFirst = callers.some((caller) => caller.firstAt !== undefined);
  return (
    <div className="mt-2">
      <Table label={label} className={hasFirst ? "min-w-[36rem] text-sm" : "min-w-[28rem] text-sm"}>
        <thead>
          <tr>
            <Th className="bg-transparent">Address</Th>
            <Th className="bg-transparent text-right">Calls</Th>
            <Th className="bg-transparent">Last</Th>
            {hasFirst ? <Th className="bg-transparent">First</Th> : null}
            <Th className="bg-transparent">User agent</Th>
          </tr>
        </thead>
        <tbody>
          {callers.map((caller) => (
            <Tr key={`${caller.address} ${caller.userAgent}`}>
              <Td>
                <code translate="no">{caller.address ?? "unknown address"}</code>
              </Td>
              <Td className="text-right">{number(caller.calls)}</Td>
              <Td>
                <Time at={caller.lastAt} now={notBefore(now, caller.lastAt)} />
              </Td>
              {hasFirst ? (
                <Td>
                  {caller.firstAt ? <Time at={caller.firstAt} now={notBefore(now, caller.firstAt)} /> : null}
                </Td>
              ) : null}
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
