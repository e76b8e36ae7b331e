import { and, desc, eq, lt } from "drizzle-orm";

import { caseNotes } from "@/db/schema/support-cases";
import { users } from "@/db/schema/users";

import type { CaseNote, CaseNoteList, CaseNoteListInput } from "../contracts/support/support-desk";
import { byStaff } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { viewsOnRecords } from "../kernel/cases/staff-view";
import { newId } from "../platform/ids";
import { accountsOf, findCase } from "./case";
import { caseSubject } from "./case-subject";

/**
 * The notes of a case, the latest first, a page at a time by keyset; the look with it goes on the record of each account that
 * it is about, as that at the case itself.
 * @throws DomainError not_found | forbidden
 */
export async function listCaseNotes(
  ctx: StaffContext,
  caseId: string,
  input: CaseNoteListInput,
): Promise<CaseNoteList> {
  const found = await ask((db) => findCase(db, caseId));
  return change(byStaff(ctx), accountsOf(found), async (tx, { accounts }) => {
    const cause = { kind: "case", caseId, caseNumber: found.number } as const;
    const rows = await tx
      .select({
        id: caseNotes.id,
        author: { id: users.id, name: users.name },
        text: caseNotes.text,
        at: caseNotes.at,
      })
      .from(caseNotes)
      .innerJoin(users, eq(users.id, caseNotes.authorId))
      .where(and(eq(caseNotes.caseId, caseId), input.cursor ? lt(caseNotes.id, input.cursor) : undefined))
      .orderBy(desc(caseNotes.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const value = {
      data: page.map((row) => ({ ...row, at: row.at.toISOString() })),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    };
    return { value, audit: await viewsOnRecords(tx, ctx, accounts, cause) };
  });
}

/**
 * Adds a note to a case, open or closed. That it was written is on the record of its author, without its text.
 * @throws DomainError not_found | forbidden
 */
export async function writeCaseNote(ctx: StaffContext, caseId: string, text: string): Promise<CaseNote> {
  const found = await ask((db) => findCase(db, caseId));
  return change(byStaff(ctx), accountsOf(found), async (tx, { now }) => {
    const note = { id: newId(), text, at: now };
    await tx.insert(caseNotes).values({ ...note, caseId, authorId: ctx.user.id });
    const entry = {
      action: "case.noted",
      subject: caseSubject(found),
      after: { caseNumber: found.number },
    } as const;
    return {
      value: { ...note, author: { id: ctx.user.id, name: ctx.user.name }, at: now.toISOString() },
      audit: { records: { [ctx.user.id]: entry } },
    };
  });
}
