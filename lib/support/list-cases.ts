import { and, asc, desc, eq, gt, isNull, lt, ne } from "drizzle-orm";

import { supportCases } from "@/db/schema/support-cases";

import type { CaseListInput, SupportCaseList } from "../contracts/support/support";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { selectCases, toListedCase } from "./case";

/** Open cases, the longest waiting first, or closed ones, the latest first; a page at a time by keyset. What was written is read case by case. */
export function listCases(ctx: StaffContext, input: CaseListInput): Promise<SupportCaseList> {
  const isOpen = input.status === "open";
  return ask(async (db) => {
    const rows = await selectCases(db)
      .where(
        and(
          input.kind ? eq(supportCases.kind, input.kind) : undefined,
          input.assigned === "me" ? eq(supportCases.assignedTo, ctx.user.id) : undefined,
          input.assigned === "nobody" ? isNull(supportCases.assignedTo) : undefined,
          isOpen ? eq(supportCases.status, "open") : ne(supportCases.status, "open"),
          input.cursor
            ? isOpen
              ? gt(supportCases.id, input.cursor)
              : lt(supportCases.id, input.cursor)
            : undefined,
        ),
      )
      .orderBy(isOpen ? asc(supportCases.id) : desc(supportCases.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    return {
      data: page.map(toListedCase),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}
