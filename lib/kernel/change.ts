import { appendAll, type RecordedEntries } from "@/db/audit-chain";
import type { Transaction } from "@/db/client";

import { lockAccounts } from "./access";
import type { AuditEntry } from "../domain/record/audit-event";
import { actorOf, checkAuthority, personOf, requestOf, type Authority, type Fresh } from "./authority";
import { transact } from "./transaction";

type Entries = AuditEntry | readonly AuditEntry[];

/** What a change gives back: its value, and what goes on the record. */
export type Outcome<T> = {
  readonly value: T;
  /**
   * On the record of the one account that it changes, or of the person whose own affair it is; several records by the
   * ids of their chains; "unchanged" where a retry found the work done.
   */
  readonly audit: Entries | OnRecords | "unchanged";
};

/** Entries by the chains that they go on: accounts and people have one each, with their ids. */
export type OnRecords = { readonly records: Readonly<Record<string, Entries>> };

/** Entries of several causes, each on its records; on one record those of the first cause come first. */
export function onRecordsOf(...causes: readonly OnRecords["records"][]): OnRecords {
  const records: Record<string, AuditEntry[]> = {};
  for (const [chainId, entries] of causes.flatMap((cause) => Object.entries(cause))) {
    (records[chainId] ??= []).push(...listOf(entries));
  }
  return { records };
}

const listOf = (entries: Entries): readonly AuditEntry[] => ("action" in entries ? [entries] : entries);

/**
 * The one way to change something (I7). In one transaction: takes the rows of the accounts that it is about, in the order
 * of their ids, reads again under these locks whether the authority still holds, does the work, and appends what it says
 * to the records, in the order of their chains. Repeated as a whole after a conflict. A change without authority or
 * record does not compile.
 * @param accountIds every account that the change is about; none where it is a person's own affair
 * @param work gets what the authority was found to be just now
 * @throws DomainError of the authority (not_found | forbidden | plan_not_eligible | feature_not_enabled |
 *   account_closed), and the work's own
 */
export function change<A extends Authority, T>(
  authority: A,
  accountIds: readonly string[],
  work: (tx: Transaction, fresh: Fresh<A>) => Promise<Outcome<T>>,
): Promise<T> {
  return transact(async (tx) => {
    await lockAccounts(tx, accountIds);
    const fresh = await checkAuthority(tx, authority, accountIds);
    const { value, audit } = await work(tx, fresh);
    const records = recordsOf(audit, authority, accountIds);
    await appendAll(tx, records, actorOf(authority), requestOf(authority));
    return value;
  });
}

function recordsOf(
  audit: Outcome<unknown>["audit"],
  authority: Authority,
  accountIds: readonly string[],
): RecordedEntries {
  if (audit === "unchanged") return [];
  const records = "records" in audit ? audit.records : { [ownChain(authority, accountIds)]: audit };
  const lists = Object.entries(records).map(([chainId, entries]): [string, readonly AuditEntry[]] => [
    chainId,
    listOf(entries),
  ]);
  if (!lists.some(([, entries]) => entries.length > 0)) {
    throw new Error("A change has at least one audit event, or is unchanged");
  }
  return lists;
}

function ownChain(authority: Authority, accountIds: readonly string[]): string {
  const [accountId, ...others] = accountIds;
  if (accountId !== undefined && others.length === 0) return accountId;
  const personId = accountId === undefined ? personOf(authority) : null;
  if (personId !== null) return personId;
  throw new Error("A change of several accounts, or of none, says whose records it goes on");
}
