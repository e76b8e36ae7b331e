/** Notes on a case that only people of support read. */
import { CaseParams } from "@/lib/contracts/support/support";
import { CaseNoteListQuery, WriteCaseNoteBody } from "@/lib/contracts/support/support-desk";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listCaseNotes, writeCaseNote } from "@/lib/support/case-notes";

export const GET = staffHandler({
  params: CaseParams,
  query: CaseNoteListQuery,
  handler: ({ ctx, params, query }) => listCaseNotes(ctx, params.caseId, query),
});

export const POST = staffHandler({
  params: CaseParams,
  body: WriteCaseNoteBody,
  status: 201,
  handler: async ({ ctx, params, body }) => ({ note: await writeCaseNote(ctx, params.caseId, body.text) }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
