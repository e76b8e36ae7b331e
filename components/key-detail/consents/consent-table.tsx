import { Badge } from "@/components/ui/marks/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AppConsent } from "@/lib/contracts/people/connected-apps";
import { notBefore } from "@/lib/domain/time/not-before";

type ConsentTableProps = { readonly rows: readonly AppConsent[]; readonly now: string };

/** So many scopes have columns of their own: beyond, they stand in words. */
const COLUMNS_MAX = 6;

/** People by scopes: a column for each scope that anybody allowed, where these are few. */
export function ConsentTable({ rows, now }: ConsentTableProps) {
  const scopes = [...new Set(rows.flatMap((row) => row.scopes))];
  const isGrid = scopes.length <= COLUMNS_MAX;
  return (
    <Table label="People whom this app acts for">
      <thead>
        <tr>
          <Th>Person</Th>
          {(isGrid ? scopes : ["Scopes"]).map((scope) => (
            <Th key={scope} translate="no" className="hidden md:table-cell">
              {scope}
            </Th>
          ))}
          <Th>Allowed</Th>
          <Th>Last token</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td>
              <PersonCell row={row} />
            </Td>
            {isGrid ? (
              scopes.map((scope) => (
                <Td key={scope} className="hidden md:table-cell">
                  <ScopeMark isAllowed={row.scopes.includes(scope)} />
                </Td>
              ))
            ) : (
              <Td translate="no" className="hidden font-mono text-sm break-words md:table-cell">
                {row.scopes.join(" ")}
              </Td>
            )}
            <Td>
              <Time at={row.givenAt} now={notBefore(now, row.givenAt)} />
            </Td>
            <Td>
              {row.lastUsedAt === null ? (
                <span className="text-muted">None yet</span>
              ) : (
                <Time at={row.lastUsedAt} now={notBefore(now, row.lastUsedAt)} />
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function PersonCell({
  row: { person, account, scopes, isActive, approvedBy },
}: {
  readonly row: AppConsent;
}) {
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 font-medium">
        <span>{person.name}</span>
        {isActive ? null : <Badge tone="caution">Not active: refused</Badge>}
      </p>
      <p className="text-sm break-all text-muted">{`${person.email}, in ${account.name}`}</p>
      {approvedBy === null ? null : (
        <p className="text-sm text-muted">{`Approved by the organization ${approvedBy}`}</p>
      )}
      <p translate="no" className="font-mono text-xs break-words text-muted md:hidden">
        {scopes.join(" ")}
      </p>
    </div>
  );
}

function ScopeMark({ isAllowed }: { readonly isAllowed: boolean }) {
  return isAllowed ? <span className="text-positive">Yes</span> : <span className="text-muted">–</span>;
}
