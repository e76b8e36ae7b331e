import type { SupportSearchInput } from "../contracts/support/support";
import type { SupportSearchResult } from "../contracts/support/support-desk";
import { searchedName } from "../domain/keys/name-text";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { searchOnRecord } from "../kernel/cases/staff-view";
import { foundAccounts, foundCases, foundKeys } from "./found";
import { foundPeople } from "./found-people";

const NOTHING = { data: [], hasMore: false };

/**
 * The first accounts, keys and people that a text finds, and the case of that number. It is no look at any of them: what is
 * found says whose it is and no more. It leaves a line on the record of who searches (R11): one for each text and hour.
 */
export function searchAsSupport(ctx: StaffContext, { q }: SupportSearchInput): Promise<SupportSearchResult> {
  const nothing = { cases: NOTHING, accounts: NOTHING, keys: NOTHING, people: NOTHING };
  return recordedSearch(ctx, q, nothing, async (wanted) => {
    const [cases, accounts, keys, people] = await Promise.all([
      ask((db) => foundCases(db, wanted)),
      ask((db) => foundAccounts(db, wanted)),
      ask((db) => foundKeys(db, wanted)),
      ask((db) => foundPeople(db, wanted)),
    ]);
    return { cases, accounts, keys, people };
  });
}

/** Searches, and puts on the record of who searches that it was done. @param nothing the answer to a text without a letter */
export async function recordedSearch<T>(
  ctx: StaffContext,
  text: string,
  nothing: T,
  find: (wanted: string) => Promise<T>,
): Promise<T> {
  const wanted = searchedName(text);
  if (wanted === "") return nothing;
  const found = await find(wanted);
  await change(byPerson(ctx), [], async (tx) => ({
    value: undefined,
    audit: await searchOnRecord(tx, ctx, wanted),
  }));
  return found;
}
