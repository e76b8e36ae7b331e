import type { SupportAccountList, SupportSearchInput } from "../contracts/support/support";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { foundAccounts } from "./found";
import { recordedSearch } from "./search";

/**
 * The first accounts whose name has the text in it, or the one with that id. A search leaves a line on the record of who
 * searches (R11): one for each text and hour, however often the page is opened.
 */
export function findAccounts(ctx: StaffContext, { q }: SupportSearchInput): Promise<SupportAccountList> {
  return recordedSearch(ctx, q, { data: [], hasMore: false }, (wanted) =>
    ask((db) => foundAccounts(db, wanted)),
  );
}
