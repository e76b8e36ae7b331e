/** Cases that accounts have opened. */
import { CaseListQuery } from "@/lib/contracts/support";
import { staffRoute } from "@/lib/http/route";
import { listCases } from "@/lib/support/list-cases";

export const GET = staffRoute({
  query: CaseListQuery,
  handler: ({ ctx, query }) => listCases(ctx, query),
});
