/** Cases that accounts have opened. */
import { CaseListQuery } from "@/lib/contracts/support/support";
import { otherMethods } from "@/lib/http/other-methods";
import { staffHandler } from "@/lib/http/handler";
import { listCases } from "@/lib/support/list-cases";

export const GET = staffHandler({
  query: CaseListQuery,
  handler: ({ ctx, query }) => listCases(ctx, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
