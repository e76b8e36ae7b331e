import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Continuity } from "@/lib/contracts/accounts/continuity";
import { count, number } from "@/lib/domain/format/numbers";

type Leaving = Continuity["ifLeft"][number];

/** What follows for keys if a person left today: which stop, and which nobody could manage. */
export function Forecast({ people, total }: { readonly people: readonly Leaving[]; readonly total: number }) {
  return (
    <section aria-label="If a person left today">
      <h2 className="mb-1 text-lg font-semibold">If a person left today</h2>
      <p className="mb-3 max-w-[70ch] text-muted">
        {people.length === 0
          ? "No key would stop, and none would be out of everybody's hands."
          : "Keys that act as a member stop with that member. Apps go on, and need an admin who manages them."}
      </p>
      {people.length === 0 ? null : (
        <Table label="If a person left today">
          <thead>
            <tr>
              <Th>Person</Th>
              <Th>Keys that stop</Th>
              <Th>Keys that nobody could manage</Th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Tr key={person.userId}>
                <Td className="align-top font-medium break-words">{person.name}</Td>
                <Td className="align-top">
                  <KeyNames keys={person.stoppingKeys} total={person.stoppingCount} />
                </Td>
                <Td className="align-top">
                  <KeyNames keys={person.unmanageableKeys} total={person.unmanageableCount} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {total > people.length ? (
        <p className="mt-2 text-sm text-muted">{`${number(total - people.length)} more have less at stake.`}</p>
      ) : null}
    </section>
  );
}

function KeyNames({ keys, total }: { readonly keys: Leaving["stoppingKeys"]; readonly total: number }) {
  if (total === 0) return <span className="text-muted">None</span>;
  return (
    <>
      <span>{count(total, "key")}</span>
      <ul className="text-sm text-muted">
        {keys.map(({ id, name }) => (
          <li key={id} className="break-words">
            {name}
          </li>
        ))}
      </ul>
      {total > keys.length ? (
        <p className="text-sm text-muted">{`and ${number(total - keys.length)} more`}</p>
      ) : null}
    </>
  );
}
