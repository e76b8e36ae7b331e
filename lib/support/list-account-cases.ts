import { and, desc, eq, lt, ne, or, sql } from "drizzle-orm";

import { supportCases } from "@/db/schema/support-cases";

import type { AccountCaseList, AccountCaseListInput } from "../contracts/support/support-desk";
import { isAboutAccount } from "../kernel/accounts/about-account";
import type { StaffContext } from "../kernel/context";
import { readUnderLook } from "../kernel/cases/staff-view";
import { selectCases, toListedCase } from "./case";

const isOpen = eq(supportCases.status, "open");
const isClosed = ne(supportCases.status, "open");

/**
 * Every case that is about an account, open ones first, the latest first; a page at a time by keyset.
 * @throws DomainError not_found | forbidden | look_needs_reason
 */
export function listAccountCases(
  ctx: StaffContext,
  accountId: string,
  input: AccountCaseListInput,
): Promise<AccountCaseList> {
  return readUnderLook(ctx, accountId, async (db) => {
    const rows = await selectCases(db)
      .where(and(isAboutAccount(accountId), after(input.cursor)))
      .orderBy(desc(sql`${isOpen}`), desc(supportCases.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit).map(toListedCase);
    const last = page.at(-1);
    const isMore = rows.length > input.limit && last !== undefined;
    return {
      data: page,
      nextCursor: isMore ? `${last.status === "open" ? "open" : "closed"}:${last.id}` : null,
    };
  });
}

function after(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [state, id = ""] = cursor.split(":");
  const isEarlier = lt(supportCases.id, id);
  return state === "open" ? or(and(isOpen, isEarlier), isClosed) : and(isClosed, isEarlier);
}
